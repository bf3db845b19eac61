import { native } from "../addon/load.js";
import { typeError } from "../errors/argument-error.js";
import { linkTarget } from "../fs/symlink.js";
import { type BpfFd, openState } from "./bpf-fd.js";
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
 * The kind of a descriptor, which stat(2) of a pin does not tell. That it is a map one bpf(2) call proves (Linux 5.6);
 * otherwise the name that the kernel gave to its file tells, which needs /proc (`bpf_map_new_fd` in
 * kernel/bpf/syscall.c, `bpf_link_prime` and `bpf_link_new_fd`).
 *
 * @throws {@link FdClosedError}; {@link BpfError} ENOENT where /proc is not mounted.
 */
export function fdKind(fd: BpfFd): FdKind {
  const state = openState(fd);
  if (state.kind !== undefined && !state.exposed) return state.kind;
  state.kind = native().isMap(state.number) === 1 ? "map" : kindOfFile(fd);
  return state.kind;
}

function kindOfFile(fd: BpfFd): FdKind {
  // Any file may be open, and its name need not be UTF-8.
  const name = linkTarget(undefined, procFdPath(fd)).toString("latin1");
  const file = name.replace(/^(anon_inode:)\[(.*)\]$/, "$1$2");
  return kinds.get(file) ?? "other";
}

/**
 * Throws a TypeError unless `fd` is of this kind. BPF_OBJ_GET_INFO_BY_FD answers for every kind, each with a struct of its own, and the
 * sizes of buffers are taken from that answer.
 */
export function requireKind(fd: BpfFd, kind: FdKind): void {
  const found = fdKind(fd);
  if (found !== kind) throw typeError(`a descriptor of kind "${kind}" is needed; this one is "${found}"`);
}
