import { native } from "../addon/load.js";
import { rangeError, requireUnsigned, typeError } from "../errors/argument-error.js";
import { BpfError, errnoName } from "../errors/bpf-error.js";
import { FdClosedError } from "../errors/closed-error.js";
import { byteLength, requireBytes } from "../errors/require-bytes.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { MapFlag, MapType } from "../generated/index.js";
import { type MapInfo, mapInfo } from "./info.js";

const ENOTSUPP = 524;

const EINVAL = 22;

/** Sources: bpf_map_mmap of kernel/bpf/syscall.c, array_map_mmap of kernel/bpf/arraymap.c, do_mmap of mm/mmap.c. */
const meanings: Readonly<Record<string, string>> = {
  EINVAL: "the map was made without BPF_F_MMAPABLE",
  ENOTSUPP: "only arrays made with BPF_F_MMAPABLE, without locks and timers, can be mapped",
  EPERM: "the map is frozen; map it with access ro",
  EACCES:
    "this descriptor was opened read-only or write-only, or programs may only read the map (map it with access ro)",
  ESTALE: "someone else closed the descriptor meanwhile",
  ENOMEM: "not enough memory, or vm.max_map_count mappings",
};

/** The kernel takes VM_SHARED off mappings of files that cannot be written, and maps need it. */
const readOnlyMeaning =
  "this descriptor was opened read-only, and even a read-only mapping needs one that was opened with access rw";

/** Of {@link MapMemory.map}. */
export interface MapMemoryOptions {
  /** "rw" (default), or "ro": for frozen maps, and where nothing shall be written. */
  readonly access?: "rw" | "ro" | undefined;
}

interface MemoryState {
  /** Its number in the addon; negative when closed. */
  memory: number;
}

/** One that is garbage collected open: whoever holds its bytes keeps them. */
const registry = new FinalizationRegistry<MemoryState>(({ memory }) => {
  if (memory >= 0) native().memoryClose(memory, false);
});

/**
 * The memory of an array map (BPF_F_MMAPABLE, Linux 5.5): what programs write is there without a system call. Element i
 * begins at `i * stride`. Several can map one map.
 */
export class MapMemory implements Disposable {
  readonly info: MapInfo;
  /** Bytes of all elements: `maxEntries * stride`. */
  readonly length: number;
  /** Bytes from one element to the next: the value size, rounded up to 8. */
  readonly stride: number;
  readonly writable: boolean;
  readonly #state: MemoryState = { memory: -1 };
  readonly #bytes: Uint8Array | undefined;

  /**
   * Maps all of a map. The mapping needs no descriptor: `fd` may be closed.
   *
   * @throws TypeError if `fd` is no map's; RangeError if the engine has no ArrayBuffer of that size; {@link BpfError}
   * with syscall "mmap": EINVAL (made without BPF_F_MMAPABLE, or mapped "ro" by a descriptor that was opened
   * read-only), ENOTSUPP (524, this map type), EPERM (frozen: "ro" works), EACCES (opened read-only or write-only; made
   * with BPF_F_RDONLY_PROG: "ro" works), ENOMEM.
   */
  static map(fd: BpfFd, options: MapMemoryOptions = {}): MapMemory {
    const { access = "rw" } = options;
    if (access !== "rw" && access !== "ro")
      throw typeError(`access must be "rw" or "ro", not ${String(access)}`);
    return new MapMemory(fd, access === "rw");
  }

  private constructor(fd: BpfFd, writable: boolean) {
    using copy = fd.dup();
    requireKind(copy, "map");
    this.info = mapInfo(copy);
    this.stride = Math.ceil(this.info.valueSize / 8) * 8;
    this.length = this.info.maxEntries * this.stride;
    this.writable = writable;
    const { id, type } = this.info;
    if (type !== MapType.ARRAY) throw mmapError(-ENOTSUPP, this.info);
    const result = native().memoryMap(numberOf(copy), id, type, this.length, writable);
    if (result < 0) throw mmapError(result, this.info);
    this.#state.memory = result;
    registry.register(this, this.#state, this.#state);
    if (!writable) return;
    try {
      this.#bytes = new Uint8Array(native().memoryBuffer(result));
    } catch (error) {
      this.close();
      throw Object.assign(rangeError(`${this.length} bytes are more than an ArrayBuffer can have here`), {
        cause: error,
      });
    }
  }

  /**
   * The map's memory itself. Programs and other processes write to it at any time: read a word of 4 or 8 bytes once,
   * through a typed array or DataView, and it is whole (on the usual machines); a larger value may be torn.
   * Empty after {@link close}.
   *
   * @throws TypeError if the mapping is read-only: a store there would end the process (SIGSEGV). Use {@link read}.
   */
  get bytes(): Uint8Array {
    if (this.#bytes === undefined)
      throw typeError("a read-only mapping has no bytes to write to; use read()");
    return this.#bytes;
  }

  /**
   * Copies from byte `at` on, as many bytes as `into` has.
   *
   * @throws RangeError (ERR_OUT_OF_RANGE) past the end; {@link FdClosedError} after {@link close}.
   */
  read(at: number, into: Uint8Array): void {
    if (this.#state.memory < 0) throw new FdClosedError("this MapMemory is closed");
    requireBytes("into", into);
    requireUnsigned("at", at, this.length);
    const result = native().memoryRead(this.#state.memory, at, into);
    if (result < 0) {
      throw rangeError(`${byteLength(into)} bytes from ${at} on end past the memory's ${this.length} bytes`);
    }
  }

  /**
   * Empties {@link bytes}. The kernel's side ends when the event loop has turned: until then a writable mapping keeps
   * the map from being frozen (EBUSY).
   */
  close(): void {
    const { memory } = this.#state;
    if (memory < 0) return;
    this.#state.memory = -1;
    registry.unregister(this.#state);
    native().memoryClose(memory, true);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function mmapError(errno: number, { flags }: MapInfo): BpfError {
  const readOnly = errno === -EINVAL && (flags & MapFlag.MMAPABLE) !== 0;
  const meaning = readOnly ? readOnlyMeaning : meanings[errnoName(errno)];
  return new BpfError(errno, { syscall: "mmap", meaning });
}
