/** Stable codes of {@link LoadError}; docs/errors.md lists them with cause and cure. */
export type LoadErrorCode =
  /** A section name that says no program type, or a program that does not exist. */
  | "ERR_PROGRAM_UNKNOWN"
  /** An instruction that refers to what is not there, or not as it should be. */
  | "ERR_PROGRAM_LINK"
  /** A CO-RE relocation that cannot be: a malformed one, or candidates that differ. */
  | "ERR_PROGRAM_CORE"
  /** A variable of the kernel or its configuration, or a function of it, that is not there. */
  | "ERR_PROGRAM_EXTERN"
  /** What a program is to be attached to is not there. */
  | "ERR_PROGRAM_TARGET"
  /** The verifier, or another part of the kernel, refuses the program. */
  | "ERR_PROGRAM_REFUSED"
  /** A variable that cannot be set, or not to this value. */
  | "ERR_PROGRAM_VARIABLE"
  /** A pin or descriptor that is no program. */
  | "ERR_PROGRAM_KIND"
  /** The kernel's types are not to be had. */
  | "ERR_KERNEL_TYPES";

/** Where in the object a {@link LoadError} was found. */
export interface LoadErrorPlace {
  readonly program?: string | undefined;
  readonly section?: string | undefined;
  /** Bytes from the start of the section. */
  readonly offset?: number | undefined;
  /** The symbol, type, variable or function that it is about. */
  readonly symbol?: string | undefined;
  /** `FILE:LINE` of the C source, where the object tells it. */
  readonly source?: string | undefined;
  readonly cause?: unknown;
}

const brand = Symbol.for("@bpf/loader.LoadError");

/** A program that cannot be loaded. Nothing is left of the load: no pin, no descriptor. */
export class LoadError extends Error {
  override readonly name: string = "LoadError";
  readonly code: LoadErrorCode;
  declare readonly program?: string;
  declare readonly section?: string;
  declare readonly offset?: number;
  declare readonly symbol?: string;
  declare readonly source?: string;

  constructor(code: LoadErrorCode, message: string, { cause, ...place }: LoadErrorPlace = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    for (const [field, value] of Object.entries(place))
      if (value !== undefined) Object.assign(this, { [field]: value });
    Object.defineProperty(this, brand, { value: true });
  }

  /** True for a LoadError of any copy of this package. */
  static is(value: unknown): value is LoadError {
    return typeof value === "object" && value !== null && brand in value;
  }
}
