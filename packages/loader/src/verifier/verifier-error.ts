import { LoadError, type LoadErrorPlace } from "../errors.js";

/** What a {@link VerifierError} has beside its place. */
export interface Verdict {
  /** All that the verifier said; "" where it was not asked, or refused without a word. */
  readonly log: string;
  /** What it complained of, in its own words; the errno's name where it said nothing. */
  readonly reason: string;
  /** Index of the instruction, counted through the program as it was loaded. */
  readonly instruction?: number | undefined;
  /** The line of C, without the white space around it. */
  readonly line?: string | undefined;
}

const brand = Symbol.for("@bpf/loader.VerifierError");

/**
 * The kernel refuses a program. The message has what matters of the verifier's log, `log` all of it; `cause` is the
 * BpfError of BPF_PROG_LOAD, with the errno.
 */
export class VerifierError extends LoadError implements Verdict {
  override readonly name = "VerifierError";
  readonly log: string;
  readonly reason: string;
  declare readonly instruction?: number;
  declare readonly line?: string;

  constructor(message: string, { log, reason, instruction, line }: Verdict, place: LoadErrorPlace) {
    super("ERR_PROGRAM_REFUSED", message, place);
    this.log = log;
    this.reason = reason;
    if (instruction !== undefined) this.instruction = instruction;
    if (line !== undefined) this.line = line;
    // Node prints an error's fields below its message: not megabytes of log.
    Object.defineProperty(this, "log", { enumerable: false });
    Object.defineProperty(this, brand, { value: true });
  }

  /** True for a VerifierError of any copy of this package. */
  static override is(value: unknown): value is VerifierError {
    return typeof value === "object" && value !== null && brand in value;
  }
}
