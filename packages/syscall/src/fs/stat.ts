import { native } from "../addon/load.js";
import { scratch } from "../addon/scratch.js";
import { requirePath } from "../errors/argument-error.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { type Directory, directoryNumber, fsError } from "./call.js";

/** What a file is. */
export interface FileStat {
  dev: bigint;
  ino: bigint;
  /** Type (S_IFMT) and permission bits. */
  mode: number;
  nlink: number;
  uid: number;
  gid: number;
  /** In bytes. */
  size: bigint;
}

/** fcntl.h. */
const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_EMPTY_PATH = 0x1000;

/** What an open descriptor refers to; one opened with O_PATH will do. @throws {@link BpfError} */
export function fstat(fd: BpfFd): FileStat {
  return statx(fd, "", AT_EMPTY_PATH);
}

/**
 * What a name refers to; a symbolic link itself, unless `followSymlinks`.
 *
 * @throws {@link BpfError}: ENOENT, ENOTDIR, EACCES.
 */
export function fstatat(
  directory: Directory,
  name: string,
  options: { followSymlinks?: boolean | undefined } = {},
): FileStat {
  requirePath("name", name);
  return statx(directory, name, options.followSymlinks === true ? 0 : AT_SYMLINK_NOFOLLOW);
}

function statx(directory: Directory, name: string, flags: number): FileStat {
  const result = native().statx(directoryNumber(directory), name, flags);
  if (result < 0)
    throw fsError(result, name === "" ? { syscall: "statx" } : { syscall: "statx", path: name });
  const { u32, u64 } = scratch();
  return {
    dev: u64[0]!,
    ino: u64[1]!,
    mode: u32[6]!,
    nlink: u32[7]!,
    uid: u32[8]!,
    gid: u32[9]!,
    size: u64[2]!,
  };
}
