import { native } from "../addon/load.js";
import { requirePath } from "../errors/argument-error.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { littleEndian } from "../struct/byte-order.js";
import { check, type Directory, nativeDirectory } from "./call.js";

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
  const into = new Uint8Array(7 * 8);
  const call = name === "" ? { syscall: "statx" } : { syscall: "statx", path: name };
  check(native().statx(nativeDirectory(directory), name, flags, into), call);
  const view = new DataView(into.buffer);
  const field = (index: number) => view.getBigUint64(index * 8, littleEndian);
  return {
    dev: field(0),
    ino: field(1),
    mode: Number(field(2)),
    nlink: Number(field(3)),
    uid: Number(field(4)),
    gid: Number(field(5)),
    size: field(6),
  };
}
