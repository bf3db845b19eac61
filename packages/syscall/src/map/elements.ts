import { native } from "../addon/load.js";
import { bpfError } from "../bpf/call.js";
import { requireUnsigned } from "../errors/argument-error.js";
import { FdClosedError } from "../errors/closed-error.js";
import { type BpfFd, handOver, numberOf } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { Command } from "../generated/index.js";
import { possibleCpus } from "../system/possible-cpus.js";
import { ElementBatch } from "./element-batch.js";
import { type ElementCalls, elementCalls } from "./element-calls.js";
import { type ElementsState, unwatchElements, watchElements } from "./elements-state.js";
import { type MapInfo, mapInfo } from "./info.js";
import { sizesOf } from "./sizes.js";

const EBADF = 9;

/** A command on one element, for {@link MapElements.ofFd}. */
export type KeyedCommand =
  | "MAP_LOOKUP_ELEM"
  | "MAP_UPDATE_ELEM"
  | "MAP_DELETE_ELEM"
  | "MAP_LOOKUP_AND_DELETE_ELEM";

/**
 * Access to one map's elements with buffers that are registered once: the fast path. A call copies the key (and value)
 * from {@link key} and {@link value}, or the answer to them, allocates nothing, and returns 0 or -errno, which
 * {@link elementError} makes an error of.
 *
 * It owns a descriptor of its own, whose number nothing in JavaScript sees; sizes come from the kernel's info on that
 * very descriptor. Access (read-only, write-only) is that of the given one. It is closed by close(), when it is
 * garbage collected open (with a warning), and when its thread ends.
 *
 * Every call throws {@link FdClosedError} after close(). -EBADF is returned if somebody else closed the descriptor,
 * -EFAULT if a buffer of more than 4 KiB was transferred to somebody (calls with smaller ones go on without the views).
 */
export class MapElements implements Disposable {
  readonly info: MapInfo;
  /** Bytes of {@link key}; 0 for queue, stack and bloom filter. */
  readonly keySize: number;
  /** Bytes of {@link value}, as bpf(2) copies it: of a per-CPU map those of all possible CPUs, each rounded up to 8. */
  readonly valueSize: number;
  readonly key: Uint8Array;
  readonly nextKey: Uint8Array;
  readonly value: Uint8Array;

  readonly #native: ElementCalls;
  readonly #state: ElementsState;
  #map: number;

  /**
   * @throws TypeError if `fd` is no map's; {@link FdClosedError}; {@link BpfError} EMFILE, ENOMEM.
   */
  constructor(fd: BpfFd) {
    using copy = fd.dup();
    requireKind(copy, "map");
    this.info = mapInfo(copy);
    const sizes = sizesOf(this.info, possibleCpus);
    this.keySize = sizes.key;
    this.valueSize = sizes.value;
    const result = native().elementsOpen(numberOf(copy), sizes.value);
    if (result < 0) throw bpfError(result, "OBJ_GET_INFO_BY_FD");
    handOver(copy);
    this.#state = { map: result };
    watchElements(this, this.#state);
    this.#map = result;
    this.#native = elementCalls();
    const buffer = native().elementsBuffer(result);
    const keyRoom = roundUp8(sizes.key);
    this.key = new Uint8Array(buffer, 0, sizes.key);
    this.nextKey = new Uint8Array(buffer, keyRoom, sizes.key);
    this.value = new Uint8Array(buffer, 2 * keyRoom, sizes.value);
  }

  /**
   * The value of {@link key}, to {@link value}; -ENOENT if there is none. Of a queue or stack the next one, which
   * stays; a bloom filter is asked for {@link value}.
   *
   * @param flags see UpdateFlag: LOCK (Linux 5.1)
   */
  lookup(flags?: number): number {
    const { elementLookup } = this.#native;
    const result = flags === undefined ? elementLookup(this.#map) : elementLookup(this.#map, flags);
    return result === undefined ? 0 : this.#failed(result);
  }

  /** Sets the value of {@link key} to {@link value}. -EEXIST, -ENOENT by `flags`; -E2BIG: full, or past the end. */
  update(flags?: number): number {
    const { elementUpdate } = this.#native;
    const result = flags === undefined ? elementUpdate(this.#map) : elementUpdate(this.#map, flags);
    return result === undefined ? 0 : this.#failed(result);
  }

  /** Removes {@link key}; -ENOENT if it is not there. */
  delete(): number {
    const result = this.#native.elementDelete(this.#map);
    return result === undefined ? 0 : this.#failed(result);
  }

  /** As {@link lookup}, and removes it: BPF_MAP_LOOKUP_AND_DELETE_ELEM (queue, stack: Linux 4.20; hash: 5.14). */
  take(flags?: number): number {
    const { elementTake } = this.#native;
    const result = flags === undefined ? elementTake(this.#map) : elementTake(this.#map, flags);
    return result === undefined ? 0 : this.#failed(result);
  }

  /**
   * The key after {@link key}, or the first one, to {@link nextKey}; -ENOENT at the end. If the key is not in the map
   * (any more), most types answer with their first one.
   */
  next(first = false): number {
    const result = first ? this.#native.elementNext(this.#map, true) : this.#native.elementNext(this.#map);
    return result === undefined ? 0 : this.#failed(result);
  }

  /**
   * As {@link update} for values that are descriptors: the map, program, socket, … `fd`. Its number does not come to
   * {@link value}.
   *
   * @param at where in the value the descriptor is, when {@link value} holds more (a devmap's program is at 4);
   * -EINVAL if it does not fit. By default the value is the descriptor alone.
   */
  updateFd(fd: BpfFd, flags = 0, at?: number): number {
    if (at !== undefined) requireUnsigned("at", at, 0x7fff_ffff);
    const result = this.#native.elementUpdateFd(this.#map, numberOf(fd), flags, at ?? -1);
    return result === undefined ? 0 : this.#failed(result);
  }

  /**
   * A command whose key is a descriptor, as those of task, inode and socket storage are; -EINVAL for other key sizes
   * than 4.
   */
  ofFd(command: KeyedCommand, key: BpfFd, flags = 0): number {
    const result = this.#native.elementOfFd(this.#map, Command[command], numberOf(key), flags);
    return result === undefined ? 0 : this.#failed(result);
  }

  /**
   * Room for many elements at once.
   *
   * @throws RangeError (ERR_OUT_OF_RANGE) for a capacity that is no integer from 1 to 2³² - 1, or more than can be
   * allocated.
   */
  newBatch(capacity: number): ElementBatch {
    const { keySize, valueSize } = this;
    const open = () => (this.#map < 0 ? this.#failed(-EBADF) : this.#map);
    return new ElementBatch({ keySize, valueSize, open }, capacity);
  }

  /** Makes the map read-only for bpf(2), for ever; see mapFreeze. */
  freeze(): number {
    return this.#failed(native().elementsFreeze(this.#map));
  }

  /**
   * Closes its descriptor; does nothing when it is closed already. Calls of batches on the thread pool end as they
   * would have.
   */
  close(): void {
    if (this.#map < 0) return;
    native().elementsClose(this.#map);
    this.#map = -1;
    this.#state.map = -1;
    unwatchElements(this.#state);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** The result, unless the call failed because this is closed. */
  #failed(result: number): number {
    if (result === -EBADF && this.#map < 0) throw new FdClosedError("this MapElements is closed");
    return result;
  }
}

function roundUp8(size: number): number {
  return Math.ceil(size / 8) * 8;
}
