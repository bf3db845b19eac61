import { ParseError } from "../errors.js";

/**
 * The error for BTF that contradicts itself.
 * @param offset Bytes from the start of the BTF.
 */
export function malformedBtf(message: string, offset: number): ParseError {
  return new ParseError("ERR_BTF_MALFORMED", `malformed BTF: ${message} (byte ${offset})`, {
    section: ".BTF",
    offset,
  });
}
