import { readlinkat } from "../fs/symlink.js";
import type { BpfFd } from "./bpf-fd.js";
import { procFdPath } from "./proc-path.js";

/** What a descriptor refers to. */
export type FdKind = "map" | "prog" | "link" | "btf" | "other";

const kinds: ReadonlyMap<string, FdKind> = new Map([
  ["anon_inode:bpf-map", "map"],
  ["anon_inode:bpf-prog", "prog"],
  ["anon_inode:bpf_link", "link"],
  ["anon_inode:btf", "btf"],
]);

/**
 * The kind of a descriptor, which stat(2) of a pin does not tell: the name that the kernel gave to its file
 * (`bpf_map_new_fd` in kernel/bpf/syscall.c and its relatives). Needs /proc.
 */
export function fdKind(fd: BpfFd): FdKind {
  return (
    kinds.get(readlinkat(undefined, procFdPath(fd)).replace(/^(anon_inode:)\[(.*)\]$/, "$1$2")) ?? "other"
  );
}
