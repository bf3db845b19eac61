/**
 * What native/*.cc exports. Every call returns a result of 0 or more, or -errno; a TypeError means that this package
 * passed the wrong type. Descriptors are numbers that the addon owns for this thread (no other is taken); a directory
 * may be AT_FDCWD as well.
 */
export interface Native {
  /** Version of the calls' arguments, compared by {@link ../addon/load.js}. */
  readonly version: number;
  /** Attributes and answers of the calls that say so; see {@link ./scratch.js}. */
  readonly scratch: ArrayBuffer;

  /** Takes over an open descriptor: its number, another one for a standard stream. */
  adopt(fd: number): number;
  duplicate(fd: number): number;
  close(fd: number): number;
  /** Leaves it open, no longer owned. */
  release(fd: number): number;

  bpf(command: number, attr: Uint8Array, ...patches: Patch[]): number;
  /** As bpf, for commands whose result is a new descriptor. */
  bpfOpen(command: number, attr: Uint8Array, ...patches: Patch[]): number;
  /** BPF_OBJ_GET_INFO_BY_FD: the bytes of `info` that the running kernel filled. */
  bpfInfo(fd: number, info: Uint8Array, ...patches: Patch[]): number;

  /**
   * BPF_MAP_LOOKUP_ELEM, UPDATE, DELETE or GET_NEXT_KEY on the map that scratch tells: id, type, key size, value size
   * and length of `value` (u32), flags (u64 at 24). ESTALE if `fd` is another's. `value` is room for the next key too.
   */
  mapElement(command: number, fd: number, key: Uint8Array | undefined, value: Uint8Array | undefined): number;
  /** BPF_MAP_CREATE with `size` bytes of scratch; -1 for no descriptor; EINVAL for a name that does not fit. */
  mapCreate(size: number, name: string, innerMap: number, btf: number): number;
  /** BPF_OBJ_GET_INFO_BY_FD of a map: `size` bytes to scratch. */
  mapInfo(fd: number, size: number): number;
  /** The name that mapInfo wrote to scratch. */
  mapName(): string;
  /** 1 if it certainly is a map's, 0 if it may be something else. */
  isMap(fd: number): number;
  /** EINVAL for what is no path. */
  objPin(fd: number, directory: number, path: string): number;
  /** EINVAL for what is no path. */
  objGet(directory: number, path: string, flags: number): number;

  /** EINVAL for what is no path. */
  openat2(directory: number, path: string, flags: number, mode: number, resolve: number): number;
  mkdirat(directory: number, name: string, mode: number): number;
  unlinkat(directory: number, name: string, flags: number): number;
  renameat2(from: number, name: string, to: number, newName: string, flags: number): number;
  symlinkat(target: string, directory: number, name: string): number;
  readlinkat(directory: number, name: string, into: Uint8Array): number;
  getdents64(fd: number, into: Uint8Array): number;
  flock(fd: number, operation: number): number;
  mount(source: string, target: string, type: string, flags: number, data: string): number;
  /** To scratch: dev, ino, size (u64); mode, nlink, uid, gid (u32). */
  statx(directory: number, name: string, flags: number): number;
  /** The magic number of the file system (u32). */
  fstatfs(fd: number): number;

  pageSize(): number;
  growFdTable(count: number): number;
}

/**
 * Patches come in threes: the offset in the struct; what goes there (a pointer to bytes or to a NUL-ended string, or a
 * descriptor); the offset of the u32 that takes the length in bytes of what is pointed to, or -1.
 */
export type Patch = number | Uint8Array | string;
