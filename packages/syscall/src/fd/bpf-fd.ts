import { native } from "../addon/load.js";
import type { NativeFd } from "../addon/native.js";
import { rangeError, typeError, typeName } from "../errors/argument-error.js";
import { BpfError } from "../errors/bpf-error.js";
import { FdClosedError } from "../errors/closed-error.js";
import { forget, watch } from "./leak.js";
import type { FdKind, FdState } from "./state.js";

const EBADF = 9;
const EEXIST = 17;

let wrap: (state: FdState) => BpfFd;
let stateOf: (fd: unknown) => FdState;

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
    wrap = (state) => new BpfFd(state);
    stateOf = (fd) => {
      if (typeof fd !== "object" || fd === null || !(#state in fd)) {
        throw typeError(`a BpfFd of this copy of @bpf/syscall is needed, not ${typeName(fd)}`);
      }
      return fd.#state;
    };
  }

  /**
   * Takes over an open descriptor: from now on this object closes it. A standard stream (0 to 2) is duplicated, and
   * stays open itself.
   *
   * @throws TypeError or RangeError if `fd` is no descriptor number, or one that another BpfFd of this thread owns;
   * {@link BpfError} EBADF if it is not open.
   */
  static adopt(fd: number): BpfFd {
    if (typeof fd !== "number") throw typeError(`fd must be a number, not ${typeName(fd)}`);
    if (!Number.isInteger(fd) || fd < 0 || fd > 0x7fff_ffff) {
      throw rangeError(`fd must be an integer from 0 to 2147483647, not ${fd}`);
    }
    const owner = new (native().Fd)();
    const result = owner.adopt(fd);
    if (result === -EEXIST) throw rangeError(`descriptor ${fd} is already owned by a BpfFd; use its dup()`);
    if (result < 0) {
      throw new BpfError(result, {
        syscall: "fcntl",
        meaning: `descriptor ${fd} cannot be adopted; is it open?`,
      });
    }
    return wrap({ native: owner, exposed: true });
  }

  /**
   * The number, for calls outside this package. It stays owned by this object: do not close it.
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
    return this.#state.native.number() < 0;
  }

  /** A second, independently owned descriptor of the same object. */
  dup(): BpfFd {
    const copy = new (native().Fd)();
    const result = nativeOf(this).duplicate(copy);
    if (result < 0) throw new BpfError(result, { syscall: "fcntl" });
    return wrap({ native: copy, exposed: false, kind: knownState(this)?.kind });
  }

  /** Gives the descriptor away, open: the caller closes it. This object counts as closed. */
  release(): number {
    const number = nativeOf(this).release();
    forget(this);
    return number;
  }

  /** Closes the descriptor; does nothing when it is closed already. */
  close(): void {
    forget(this);
    const result = this.#state.native.close();
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

/** A BpfFd over a descriptor that a call of the addon has just filled. */
export function wrapFd(fd: NativeFd, kind?: FdKind): BpfFd {
  return wrap({ native: fd, exposed: false, kind });
}

/** The addon's object, which a native call takes and keeps alive. Throws for foreign objects and closed fds. */
export function nativeOf(fd: BpfFd): NativeFd {
  const state = stateOf(fd);
  if (state.native.number() < 0) throw new FdClosedError();
  return state.native;
}

/** The number, without marking it as known outside. */
export function numberOf(fd: BpfFd): number {
  return nativeOf(fd).number();
}

/**
 * Where to keep what was found out about a descriptor; undefined once its number is known outside this package, where
 * it could be closed and come to mean another object.
 */
export function knownState(fd: BpfFd): FdState | undefined {
  const state = stateOf(fd);
  return state.exposed ? undefined : state;
}
