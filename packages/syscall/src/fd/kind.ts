import { typeError } from "../errors/argument-error.js";
import { readlinkat } from "../fs/symlink.js";
import { type BpfFd, knownState } from "./bpf-fd.js";
import { procFdPath } from "./proc-path.js";
import type { FdKind } from "./state.js";

const kinds: ReadonlyMap<string, FdKind> = new Map([
  ["anon_inode:bpf-map", "map"],
  ["anon_inode:bpf-prog", "prog"],
  // The first when the link is made, the second when it is opened by path or id.
  ["anon_inode:bpf_link", "link"],
  ["anon_inode:bpf-link", "link"],
  ["anon_inode:btf", "btf"],
]);

/**
 * The kind of a descriptor, which stat(2) of a pin does not tell: the name that the kernel gave to its file
 * (`bpf_map_new_fd` in kernel/bpf/syscall.c, `bpf_link_prime` and `bpf_link_new_fd`). Needs /proc.
 *
 * @throws {@link FdClosedError}; {@link BpfError} ENOENT where /proc is not mounted.
 */
export function fdKind(fd: BpfFd): FdKind {
  const known = knownState(fd)?.kind;
  const path = procFdPath(fd);
  if (known !== undefined) return known;
  const kind = kinds.get(readlinkat(undefined, path).replace(/^(anon_inode:)\[(.*)\]$/, "$1$2")) ?? "other";
  const state = knownState(fd);
  if (state !== undefined) state.kind = kind;
  return kind;
}

/**
 * Throws a TypeError unless `fd` is of this kind. BPF_OBJ_GET_INFO_BY_FD answers for every kind, each with a struct of its own, and the
 * sizes of buffers are taken from that answer.
 */
export function requireKind(fd: BpfFd, kind: FdKind): void {
  const found = fdKind(fd);
  if (found !== kind) throw typeError(`a descriptor of kind "${kind}" is needed; this one is "${found}"`);
}
