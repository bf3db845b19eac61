/**
 * What native/*.cc exports. Every call returns a result of 0 or more, or -errno; a TypeError means that this package
 * passed the wrong type.
 */
export interface Native {
  /** Version of the calls' arguments, compared by {@link ../addon/load.js}. */
  readonly version: number;
  readonly Fd: new () => NativeFd;

  bpf(command: number, attr: Uint8Array, ...patches: Patch[]): number;
  bpfOpen(into: NativeFd, command: number, attr: Uint8Array, ...patches: Patch[]): number;
  /** BPF_OBJ_GET_INFO_BY_FD: the bytes of `info` that the running kernel filled. */
  bpfInfo(fd: NativeFd, info: Uint8Array, ...patches: Patch[]): number;

  openat2(into: NativeFd, directory: NativeFd | null, path: string, how: Uint8Array): number;
  mkdirat(directory: NativeFd | null, name: string, mode: number): number;
  unlinkat(directory: NativeFd | null, name: string, flags: number): number;
  renameat2(from: NativeFd | null, name: string, to: NativeFd | null, newName: string, flags: number): number;
  symlinkat(target: string, directory: NativeFd | null, name: string): number;
  readlinkat(directory: NativeFd | null, name: string, into: Uint8Array): number;
  getdents64(fd: NativeFd, into: Uint8Array): number;
  flock(fd: NativeFd, operation: number): number;
  mount(source: string, target: string, type: string, flags: number, data: string): number;
  statx(directory: NativeFd | null, name: string, flags: number, into: Uint8Array): number;
  /** The magic number of the file system (u32). */
  fstatfs(fd: NativeFd): number;

  pageSize(): number;
  growFdTable(count: number): number;
}

/**
 * Patches come in threes: the offset in the struct; what goes there (a pointer to bytes or to a NUL-ended string, or
 * the number of a descriptor); the offset of the u32 that takes the length in bytes of what is pointed to, or -1.
 */
export type Patch = number | Uint8Array | string | NativeFd;

/** A descriptor owned by the addon, 3 or above and close-on-exec; empty when made. */
export interface NativeFd {
  /** -1 when empty or closed. */
  number(): number;
  /** Takes over an open descriptor. */
  adopt(fd: number): number;
  duplicate(into: NativeFd): number;
  close(): number;
  /** The number, no longer owned; -1 when closed. */
  release(): number;
}
