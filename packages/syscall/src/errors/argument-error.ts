/** Codes of the errors for arguments that no kernel is asked about; the names are Node's. */
export type ArgumentErrorCode = "ERR_INVALID_ARG_TYPE" | "ERR_INVALID_ARG_VALUE" | "ERR_OUT_OF_RANGE";

/** An argument of the wrong type: a TypeError with code ERR_INVALID_ARG_TYPE. */
export function typeError(message: string): TypeError & { code: ArgumentErrorCode } {
  return Object.assign(new TypeError(message), { code: "ERR_INVALID_ARG_TYPE" as const });
}

/** An argument of the right type that cannot be meant (a wrong length, a NUL): a RangeError, ERR_INVALID_ARG_VALUE. */
export function valueError(message: string): RangeError & { code: ArgumentErrorCode } {
  return Object.assign(new RangeError(message), { code: "ERR_INVALID_ARG_VALUE" as const });
}

/** A number outside its range: a RangeError with code ERR_OUT_OF_RANGE. */
export function rangeError(message: string): RangeError & { code: ArgumentErrorCode } {
  return Object.assign(new RangeError(message), { code: "ERR_OUT_OF_RANGE" as const });
}

/**
 * Throws unless `value` is a string that names one path: without NUL, where the kernel would stop, and without lone
 * surrogates, which have no UTF-8 and would become U+FFFD. Either way it would act on another path.
 */
export function requirePath(name: string, value: unknown): asserts value is string {
  if (typeof value !== "string") throw typeError(`${name} must be a string, not ${typeName(value)}`);
  if (value.includes("\0")) throw valueError(`${name} must not contain NUL: ${JSON.stringify(value)}`);
  if (loneSurrogate.test(value)) {
    throw valueError(`${name} must not contain a lone surrogate: ${JSON.stringify(value)}`);
  }
}

const loneSurrogate = /\p{Surrogate}/u;

/** Throws unless `value` is an integer from 0 to `highest`. */
export function requireUnsigned(
  name: string,
  value: unknown,
  highest = 0xffff_ffff,
): asserts value is number {
  if (typeof value !== "number") throw typeError(`${name} must be a number, not ${typeName(value)}`);
  if (!Number.isInteger(value) || value < 0 || value > highest) {
    throw rangeError(`${name} must be an integer from 0 to ${highest}, not ${value}`);
  }
}

export function typeName(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
}
