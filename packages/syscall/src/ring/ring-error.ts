import { brand } from "../errors/brand.js";

/** Stable codes of {@link RingError}. */
export type RingErrorCode =
  /** Somebody else moved the consumer's position while a batch was out: a ring has one reader at a time. */
  | "ERR_RING_SHARED"
  /** Positions or lengths that a ring cannot have: somebody who may write to the consumer's page wrote nonsense. */
  | "ERR_RING_DAMAGED"
  /** The map's producers overwrite what nobody read (BPF_F_RB_OVERWRITE), which takes another protocol. */
  | "ERR_RING_OVERWRITE"
  /** A read is pending already. */
  | "ERR_RING_BUSY";

const texts: Readonly<Record<RingErrorCode, string>> = {
  ERR_RING_SHARED:
    "another reader of this ring buffer moved its consumer position; what was read last may have been read twice",
  ERR_RING_DAMAGED:
    "this ring buffer's positions or record lengths are impossible; somebody wrote to its consumer position",
  ERR_RING_OVERWRITE: "ring buffers whose producers overwrite records (BPF_F_RB_OVERWRITE) cannot be read",
  ERR_RING_BUSY: "a read of this ring buffer is pending already; await it first",
};

const { mark, is } = brand("RingError");

/** A ring buffer that cannot be read. Failures of system calls are BpfErrors. */
export class RingError extends Error {
  override readonly name = "RingError";
  readonly code: RingErrorCode;

  constructor(code: RingErrorCode) {
    super(texts[code]);
    this.code = code;
    mark(this);
  }

  /** True for a RingError of any copy of this package. */
  static is(value: unknown): value is RingError {
    return is(value);
  }
}
