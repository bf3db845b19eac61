import type { NativeFd } from "../addon/native.js";
import { BpfError, errnoName } from "../errors/bpf-error.js";
import { type BpfFd, nativeOf } from "../fd/bpf-fd.js";

/** The directory argument of the *at calls: undefined is the current directory (AT_FDCWD). */
export type Directory = BpfFd | undefined;

export function nativeDirectory(directory: Directory): NativeFd | null {
  return directory === undefined ? null : nativeOf(directory);
}

/** What a failed file system call tells. */
export interface FsCall {
  syscall: string;
  path?: string;
  dest?: string;
  meanings?: Readonly<Record<string, string>>;
}

/** The result itself. @throws {@link BpfError} for -errno. */
export function check(result: number, { syscall, path, dest, meanings }: FsCall): number {
  if (result >= 0) return result;
  throw new BpfError(result, { syscall, path, dest, meaning: meanings?.[errnoName(result)] });
}
