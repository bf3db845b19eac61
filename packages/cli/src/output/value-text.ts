import type { JsonValue } from "@bpf/maps";
import { printable } from "./printable.js";

/** A key or value for people: texts and numbers bare, anything else as JSON. */
export function valueText(value: JsonValue, indented = false): string {
  if (typeof value === "string") return printable(value);
  return JSON.stringify(value, null, indented ? 2 : undefined);
}

/** As {@link valueText}, of a JSON text. */
export function jsonAsText(json: string): string {
  return json.startsWith('"') ? printable(JSON.parse(json)) : json;
}
