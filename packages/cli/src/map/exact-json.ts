import type { JsonValue } from "@bpf/maps";

/** Numbers of a JSON text, outside of its strings. */
const numbers = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** What an integer that a number may not hold has at least: 2^53 has 16 digits. */
const leastDigits = 16;

const sixteenDigits = /\d{16}/;

/**
 * Reads JSON as `JSON.parse` does, but integers of 16 digits and more become strings of digits, which codecs take for
 * integers and floats: as numbers they would lose their last digits.
 * @throws {SyntaxError} as JSON.parse
 */
export function parseExactJson(text: string): JsonValue {
  return JSON.parse(sixteenDigits.test(text) ? withQuotedIntegers(text) : text);
}

/** Strings are passed over by hand: a regular expression for them fails at some megabytes. */
function withQuotedIntegers(text: string): string {
  let quoted = "";
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    if (end - at >= leastDigits) {
      quoted += text.slice(copied, at) + text.slice(at, end).replace(numbers, quotedIfLong);
      copied = end;
    }
    at = quote < 0 ? text.length : afterString(text, quote);
  }
  return quoted + text.slice(copied);
}

/** A number before a colon is none, and one with leading zeros neither; both must stay a mistake. */
function quotedIfLong(token: string, at: number, text: string): string {
  const first = token.startsWith("-") ? 1 : 0;
  const isLong = token.length - first >= leastDigits && token[first] !== "0" && !/[.eE]/.test(token);
  return isLong && !startsWithColon(text, at + token.length) ? `"${token}"` : token;
}

function startsWithColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\r" || text[at] === "\n") at++;
  return text[at] === ":";
}

/** Where the text goes on behind the string that begins at `quote`. */
function afterString(text: string, quote: number): number {
  for (let end = quote; ; ) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let first = end;
    while (text[first - 1] === "\\") first--;
    if ((end - first) % 2 === 0) return end + 1;
  }
}
