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
  /** Takes over the descriptor of a map, whose values bpf(2) copies so long: its number among this thread's. */
  elementsOpen(fd: number, valueLength: number): number;
  /** The memory of its calls, once: room for a key, a next key and a value, each from a multiple of 8. */
  elementsBuffer(map: number): ArrayBuffer;
  elementsClose(map: number): number;
  elementsFreeze(map: number): number;
  /**
   * Of the key in the buffer: undefined for success, which is faster than 0, or -errno; EBADF once closed, EFAULT if the
   * buffer was detached.
   */
  elementLookup(map: number, flags?: number): number | undefined;
  elementUpdate(map: number, flags?: number): number | undefined;
  elementDelete(map: number): number | undefined;
  elementTake(map: number, flags?: number): number | undefined;
  elementNext(map: number, first?: boolean): number | undefined;
  /** The value is the descriptor `fd`, at byte `at` of the value in the buffer, or (-1) nothing else. */
  elementUpdateFd(map: number, fd: number, flags: number, at: number): number | undefined;
  /** The key is the descriptor `fd`. */
  elementOfFd(map: number, command: number, fd: number, flags: number): number | undefined;
  /**
   * A batch operation (../map/batch-operation.js) on the elements from number `from` to the position's count, or, for those
   * that read, on up to `capacity`. `position` (../map/batch-position.js) takes the count and the position.
   */
  batchRun(...batch: BatchArguments): number;
  /** As batchRun, on a thread of the pool, which has memory of its own; -errno where it cannot begin. */
  batchStart(...batch: BatchArguments): Promise<number> | number;

  /** The number of a mapping of `length` bytes of the map `id`. ESTALE if `fd` is another's. */
  memoryMap(fd: number, id: number, type: number, length: number, writable: boolean): number;
  /** The ArrayBuffer over a writable mapping; once. */
  memoryBuffer(memory: number): ArrayBuffer;
  /** Copies from byte `at` on; ERANGE past the end. */
  memoryRead(memory: number, at: number, into: Uint8Array): number;
  /** The mapping ends when no ArrayBuffer has it any more; `detach` takes it from the one that memoryBuffer made. */
  memoryClose(memory: number, detach: boolean): number;

  /** BPF_MAP_CREATE with `size` bytes of scratch; -1 for no descriptor; EINVAL for a name that does not fit. */
  mapCreate(size: number, name: string, innerMap: number, btf: number): number;
  /** BPF_OBJ_GET_INFO_BY_FD of a map: `size` bytes to scratch. */
  mapInfo(fd: number, size: number): number;
  /** The name that mapInfo wrote to scratch. */
  mapName(): string;
  /** 1 if it certainly is a map's, 0 if it may be something else. */
  isMap(fd: number): number;

  /**
   * BPF_PROG_LOAD of an attribute without pointers, descriptors and counts, which the addon adds. The log is the last
   * attempt's; of a success only where a level was given.
   */
  progLoad(...program: ProgLoadArguments): ProgLoadAnswer | number;
  /** As progLoad, on a thread of the pool, with copies and duplicates; -errno where it cannot begin. */
  progLoadStart(...program: ProgLoadArguments): Promise<ProgLoadAnswer> | number;
  /** BPF_PROG_TEST_RUN of an attribute without pointers, descriptor and lengths. */
  progTestRun(...run: ProgTestRunArguments): ProgTestRunAnswer | number;
  /** As progTestRun, on a thread of the pool, with copies and a duplicate; -errno where it cannot begin. */
  progTestRunStart(...run: ProgTestRunArguments): Promise<ProgTestRunAnswer> | number;

  /** EINVAL for what is no path. */
  objPin(fd: number, directory: number, path: string): number;
  /** EINVAL for what is no path. */
  objGet(directory: number, path: string, flags: number): number;

  /** EINVAL for what is no path. */
  openat2(directory: number, path: string, flags: number, mode: number, resolve: number): number;
  mkdirat(directory: number, name: string, mode: number): number;
  unlinkat(directory: number, name: string, flags: number): number;
  renameat2(from: number, name: string, to: number, newName: string, flags: number): number;
  linkat(from: number, name: string, to: number, newName: string): number;
  symlinkat(target: string, directory: number, name: string): number;
  readlinkat(directory: number, name: string, into: Uint8Array): number;
  getdents64(fd: number, into: Uint8Array): number;
  /** Fills `into` from the beginning of a file: how much there was. */
  readWhole(fd: number, into: Uint8Array): number;
  flock(fd: number, operation: number): number;
  mount(source: string, target: string, type: string, flags: number, data: string): number;
  /** To scratch: dev, ino, size (u64); mode, nlink, uid, gid (u32). */
  statx(directory: number, name: string, flags: number): number;
  /** The magic number of the file system (u32). */
  fstatfs(fd: number): number;

  /**
   * A reader of a ring buffer: its number. `most` records a batch at most; looks every `pollMs` without having been woken,
   * -1: never. EINVAL for another kind of map; EOPNOTSUPP for producers that overwrite.
   */
  ringOpen(fd: number, most: number, pollMs: number, onReady: () => void): number;
  /**
   * Gives the last batch back. 1: there is something to take. 0: `onReady` is called once when there is, and the
   * process stays alive until then.
   */
  ringWait(ring: number): number;
  /**
   * Gives the last batch back, and copies committed records: their number. `offsets` has room for `most` + 1. EMSGSIZE:
   * the first alone does not fit, its length is in scratch (u32). EBUSY: somebody else moved the position; EBADMSG:
   * positions or lengths that cannot be.
   */
  ringTake(ring: number, bytes: Uint8Array, offsets: Uint32Array): number;
  /** Gives back the first `count` records of the last batch. EBUSY as above; EINVAL if it has fewer. */
  ringAdvance(ring: number, count: number): number;
  ringClose(ring: number): number;

  pageSize(): number;
  growFdTable(count: number): number;
}

export type BatchArguments = [
  map: number,
  operation: number,
  keys: Uint8Array,
  values: Uint8Array,
  position: Uint8Array,
  capacity: number,
  from: number,
  flags: number,
];

export type ProgLoadArguments = [
  attr: Uint8Array,
  instructions: Uint8Array,
  license: string,
  functionInfo: Uint8Array | undefined,
  lineInfo: Uint8Array | undefined,
  /** By turns: offset in the instructions of a u32, the descriptor whose number goes there. */
  placements: Uint32Array,
  /** 0 for a slot without one. */
  fdArray: Uint32Array,
  /** 0 for none. */
  btf: number,
  /** 0 for none. */
  attachTo: number,
  logLevel: number,
  /** Bytes of the first buffer. */
  logSize: number,
  /** Whether a failure without a log that tells the reason is tried again with one. */
  explain: boolean,
];

export interface ProgLoadAnswer {
  /** The descriptor, or -errno. */
  result: number;
  log: string | undefined;
}

export type ProgTestRunArguments = [
  fd: number,
  attr: Uint8Array,
  dataIn: Uint8Array | undefined,
  contextIn: Uint8Array | undefined,
  /** Bytes of room for data and context that come out; 0 for none. */
  dataRoom: number,
  contextRoom: number,
  /** What comes out is the context that went in, changed in its place. */
  inPlace: boolean,
];

export interface ProgTestRunAnswer {
  /** 0 or -errno. */
  result: number;
  returnValue: number;
  /** Nanoseconds. */
  duration: number;
  /** Bytes that the kernel had, which may be more than there was room for. */
  dataLength: number;
  contextLength: number;
  data: Uint8Array | undefined;
  context: Uint8Array | undefined;
}

/**
 * Patches come in threes: the offset in the struct; what goes there (a pointer to bytes or to a NUL-ended string, or a
 * descriptor); the offset of the u32 that takes the length in bytes of what is pointed to, or -1.
 */
export type Patch = number | Uint8Array | string;
