import { BpfError, errnoName } from "../errors/bpf-error.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";

/** fcntl.h. */
const AT_FDCWD = -100;

/** The directory argument of the *at calls: undefined is the current directory (AT_FDCWD). */
export type Directory = BpfFd | undefined;

export function directoryNumber(directory: Directory): number {
  return directory === undefined ? AT_FDCWD : numberOf(directory);
}

/** What a failed file system call tells. */
export interface FsCall {
  syscall: string;
  path?: string;
  dest?: string;
  meanings?: Readonly<Record<string, string>>;
}

/** The result itself. @throws {@link BpfError} for -errno. */
export function check(result: number, call: FsCall): number {
  if (result < 0) throw fsError(result, call);
  return result;
}

/** The error of a failed call. */
export function fsError(errno: number, { syscall, path, dest, meanings }: FsCall): BpfError {
  return new BpfError(errno, { syscall, path, dest, meaning: meanings?.[errnoName(errno)] });
}
