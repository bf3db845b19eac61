import type { JsonValue } from "@bpf/maps";

/** The strings and numbers of a JSON text; a number before a colon is none, and must stay a mistake. */
const stringsAndNumbers = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\s*:)/g;

/** An integer that a number may not hold: 2^53 has 16 digits. */
const longInteger = /^-?[1-9]\d{15,}$/;

const sixteenDigits = /\d{16}/;

/**
 * Reads JSON as `JSON.parse` does, but integers of 16 digits and more become strings of digits, which codecs take for
 * integers: as numbers they would lose their last digits.
 * @throws {SyntaxError} as JSON.parse
 */
export function parseExactJson(text: string): JsonValue {
  if (!sixteenDigits.test(text)) return JSON.parse(text);
  return JSON.parse(
    text.replace(stringsAndNumbers, (token) => (longInteger.test(token) ? `"${token}"` : token)),
  );
}
