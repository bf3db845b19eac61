/** Codes of the errors that the command itself adds; listed with cause and cure in docs/errors.md. */
export type CliErrorCode =
  | "ERR_USAGE" // the command line is wrong
  | "ERR_PIN_TABLE" // a line of --pin-table's file cannot be read
  | "ERR_FILE" // FILE cannot be read as an object: not a regular file, or over the limit
  | "ERR_PROGRAM_KIND" // PIN of a program's verb holds something else
  | "ERR_PROGRAM_HIDDEN" // `prog dump`: the kernel does not give the instructions away
  | "ERR_MOUNT_TARGET" // DIR of `mount` has something mounted on it, or is not empty
  | "ERR_NOT_A_PIN" // PATH of `show`, or PIN of a map or program, is a directory
  | "ERR_NOT_A_DIRECTORY" // DIR of `ls` is a pin
  | "ERR_KEY_ABSENT" // `map get`, `map take`: no element has the key
  | "ERR_MAP_EMPTY" // `map pop`, `map peek`: there is nothing to show
  | "ERR_IMPORT"; // a line of `map import` cannot be read or set

/** Fields that a program would branch on; each becomes a property of the error. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** An error of the command itself. */
export class CliError extends Error {
  override readonly name: string = "CliError";
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.assign(this, details);
  }
}

/** Wrong usage: exit code 2. */
export class UsageError extends CliError {
  override readonly name = "UsageError";
  /** The verb whose help would answer; undefined when the verb itself is wrong. */
  readonly verb?: string;

  constructor(message: string, verb?: string) {
    super("ERR_USAGE", message);
    if (verb !== undefined) this.verb = verb;
  }
}
