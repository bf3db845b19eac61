import { brand } from "./brand.js";

const { mark, is } = brand("FdClosedError");

/** A BpfFd, or what holds one, was used after close() or release(). */
export class FdClosedError extends Error {
  override readonly name = "FdClosedError";
  readonly code = "ERR_BPF_FD_CLOSED";

  constructor(message = "this BpfFd is closed or released; it owns no descriptor any more") {
    super(message);
    mark(this);
  }

  /** True for an FdClosedError of any copy of this package. */
  static is(value: unknown): value is FdClosedError {
    return is(value);
  }
}
