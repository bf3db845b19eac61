import { native } from "../addon/load.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import { FilesystemMagic } from "../generated/index.js";
import { check } from "./call.js";
import { OpenFlag } from "./open-flag.js";
import { openat2 } from "./openat2.js";

/** The file system that an open file is on. */
export interface FileSystemStat {
  /** Magic number (u32), see linux/magic.h; 0xCAFE4A11 for a bpffs. */
  type: number;
}

/** @throws {@link BpfError} */
export function fstatfs(fd: BpfFd): FileSystemStat {
  return { type: check(native().fstatfs(numberOf(fd)), { syscall: "fstatfs" }) };
}

/** As {@link fstatfs}, for a path; symbolic links are followed. @throws {@link BpfError}: ENOENT, ENOTDIR, EACCES */
export function statfsPath(path: string): FileSystemStat {
  using fd = openat2(undefined, path, { flags: OpenFlag.O_PATH });
  return fstatfs(fd);
}

/** True if an open file or directory is on a bpffs. @throws {@link BpfError} */
export function isBpffs(fd: BpfFd): boolean {
  return fstatfs(fd).type === FilesystemMagic.BPF_FS;
}

/** True if `path` is on a bpffs. @throws {@link BpfError}: ENOENT, ENOTDIR, EACCES */
export function isBpffsPath(path: string): boolean {
  return statfsPath(path).type === FilesystemMagic.BPF_FS;
}
