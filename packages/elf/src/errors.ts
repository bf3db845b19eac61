/** Stable codes of {@link ParseError}; listed with cause and cure in docs/errors.md. */
export type ParseErrorCode =
  | "ERR_ELF_MAGIC" // not an ELF file
  | "ERR_ELF_CLASS" // ELF32, or no known class
  | "ERR_ELF_MACHINE" // neither EM_BPF (247) nor EM_NONE (0)
  | "ERR_ELF_TYPE" // not a relocatable object
  | "ERR_ELF_TRUNCATED" // a header, section or entry reaches outside the file
  | "ERR_ELF_MALFORMED" // fields of the file contradict each other
  | "ERR_BTF_MALFORMED"
  | "ERR_BTF_EXT_MALFORMED" // what .BTF.ext says of the code cannot be read
  | "ERR_MAP_DEFINITION" // a map definition that cannot be read
  | "ERR_MAP_LAYOUT" // a legacy definition whose layout cannot be told by its size
  | "ERR_MAP_STATIC" // a map with local (static) or extern linkage
  | "ERR_MAP_DUPLICATE" // two maps of one name
  | "ERR_MAP_PINNING" // a pinning value the definition's tradition does not know
  | "ERR_PROGRAM_MALFORMED";

/** Where in the object a {@link ParseError} was found. */
export interface ParseErrorPlace {
  section?: string | undefined;
  symbol?: string | undefined;
  /** Byte offset in the file (or in the buffer given to parseBtf). */
  offset?: number | undefined;
}

const brand = Symbol.for("@bpf/elf.ParseError");

/** The one error that {@link parseObject} and {@link parseBtf} throw for bad input. */
export class ParseError extends Error {
  override readonly name = "ParseError";
  readonly code: ParseErrorCode;
  readonly section?: string;
  readonly symbol?: string;
  readonly offset?: number;

  constructor(code: ParseErrorCode, message: string, place: ParseErrorPlace = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    if (place.section !== undefined) this.section = place.section;
    if (place.symbol !== undefined) this.symbol = place.symbol;
    if (place.offset !== undefined) this.offset = place.offset;
    Object.defineProperty(this, brand, { value: true });
  }

  /** True for a ParseError of any copy of this package (ESM and CJS, two versions). */
  static is(value: unknown): value is ParseError {
    return typeof value === "object" && value !== null && brand in value;
  }
}
