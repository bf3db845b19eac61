import { native } from "../addon/load.js";
import { rangeError, typeError, typeName } from "../errors/argument-error.js";
import { BpfError } from "../errors/bpf-error.js";
import { FdClosedError } from "../errors/closed-error.js";
import { watch } from "./leak.js";
import type { FdState } from "./state.js";

const EBADF = 9;
const EEXIST = 17;

/**
 * A BpfFd for a call that opens one: made before the call, whose result then goes to {@link own},
 * so that nothing (no memory, no stack) can fail between the two and leave a descriptor without owner.
 */
export let wrapFd: (state: FdState) => BpfFd;

/** By number: who got it last. */
const owners: (FdState | undefined)[] = [];

/**
 * Stores a call's result, a new descriptor or -errno, as `state.number`. The kernel gives no number twice: a BpfFd that
 * still has it lost it to somebody who closed it. That one counts as closed now, so that neither its use nor its
 * close() nor its finalizer touches the new descriptor.
 */
export function own(state: FdState, result: number): number {
  if (result >= 0) {
    const before = owners[result];
    if (before !== undefined && before.number === result) before.number = -1;
    owners[result] = state;
  }
  state.number = result;
  return result;
}

/** What belongs to a BpfFd that is open. Throws for foreign objects and closed fds. */
export let openState: (fd: BpfFd) => FdState;

/**
 * An owned file descriptor of a map, program, link, BTF object or directory: 3 or above (bpf(2) reads 0 as "absent"),
 * close-on-exec. `using fd = objGet(path)` closes it at the end of the block.
 *
 * A BpfFd that is garbage collected open is closed, with one warning a process; if `.fd` was ever read, someone may
 * still use the number, so it is left open and only warned about. What a worker thread holds when it ends or is
 * terminated is closed with it, read or not.
 */
export class BpfFd implements Disposable {
  readonly #state: FdState;

  private constructor(state: FdState) {
    this.#state = state;
    watch(this, state);
  }

  static {
    wrapFd = (state) => new BpfFd(state);
    openState = (fd: unknown) => {
      if (typeof fd !== "object" || fd === null || !(#state in fd)) {
        throw typeError(`a BpfFd of this copy of @bpf/syscall is needed, not ${typeName(fd)}`);
      }
      if (fd.#state.number < 0) throw new FdClosedError();
      return fd.#state;
    };
  }

  /**
   * Takes over an open descriptor: from now on this object closes it. A standard stream (0 to 2) is duplicated, and
   * stays open itself.
   *
   * @throws TypeError or RangeError if `fd` is no descriptor number, or one that another BpfFd owns, of any thread;
   * {@link BpfError} EBADF if it is not open.
   */
  static adopt(fd: number): BpfFd {
    if (typeof fd !== "number") throw typeError(`fd must be a number, not ${typeName(fd)}`);
    if (!Number.isInteger(fd) || fd < 0 || fd > 0x7fff_ffff) {
      throw rangeError(`fd must be an integer from 0 to 2147483647, not ${fd}`);
    }
    const state: FdState = { number: -1, exposed: true, kind: undefined, sizes: undefined };
    const owner = wrapFd(state);
    const result = native().adopt(fd);
    if (result === -EEXIST) throw rangeError(`descriptor ${fd} is already owned by a BpfFd; use its dup()`);
    if (result < 0) {
      throw new BpfError(result, {
        syscall: "fcntl",
        meaning: `descriptor ${fd} cannot be adopted; is it open?`,
      });
    }
    own(state, result);
    return owner;
  }

  /**
   * The number, for calls outside this package. It stays owned by this object: never close it, use release().
   *
   * @throws {@link FdClosedError} (ERR_BPF_FD_CLOSED) after close() or release().
   */
  get fd(): number {
    const number = numberOf(this);
    this.#state.exposed = true;
    return number;
  }

  /** True after close() or release(). */
  get closed(): boolean {
    return this.#state.number < 0;
  }

  /** A second, independently owned descriptor of the same object. */
  dup(): BpfFd {
    const number = numberOf(this);
    const state: FdState = { number: -1, exposed: false, kind: knownState(this)?.kind, sizes: undefined };
    const copy = wrapFd(state);
    const result = native().duplicate(number);
    if (result < 0) throw new BpfError(result, { syscall: "fcntl" });
    own(state, result);
    return copy;
  }

  /** Gives the descriptor away, open: the caller closes it. This object counts as closed. */
  release(): number {
    const number = numberOf(this);
    native().release(number);
    this.#state.number = -1;
    return number;
  }

  /** Closes the descriptor; does nothing when it is closed already. */
  close(): void {
    const { number } = this.#state;
    if (number < 0) return;
    this.#state.number = -1;
    const result = native().close(number);
    if (result < 0) {
      throw new BpfError(result, {
        syscall: "close",
        meaning: result === -EBADF ? "someone else closed the number that this BpfFd owned" : undefined,
      });
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** The number, without marking it as known outside. Throws as {@link openState}. */
export function numberOf(fd: BpfFd): number {
  return openState(fd).number;
}

/** The addon has taken the descriptor over for something else than a BpfFd: `fd` counts as closed. */
export function handOver(fd: BpfFd): void {
  openState(fd).number = -1;
}

/**
 * Where to keep what was found out about a descriptor; undefined once its number is known outside this package, where
 * it could be closed and come to mean another object.
 */
export function knownState(fd: BpfFd): FdState | undefined {
  const state = openState(fd);
  return state.exposed ? undefined : state;
}
