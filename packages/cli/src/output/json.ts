const replaceBigints = (_key: string, value: unknown): unknown =>
  typeof value === "bigint" ? value.toString() : value;

/** A value as one JSON document and a newline: u64 (bigint) as decimal strings, indented only for a terminal's eyes. */
export function jsonText(value: unknown, indented = false): string {
  return `${JSON.stringify(value, replaceBigints, indented ? 2 : undefined)}\n`;
}
