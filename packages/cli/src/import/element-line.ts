import type { JsonValue } from "@bpf/maps";
import { parseExactJson } from "../map/exact-json.js";

/** An element as a line of an import gives it; `key` is undefined in maps without keys. */
export interface LineElement {
  readonly key: JsonValue | undefined;
  readonly value: JsonValue;
}

/** Why a line is no element. */
export class ElementLineError extends Error {}

function parsed(line: string): unknown {
  try {
    return parseExactJson(line);
  } catch (error) {
    throw new ElementLineError(`it is not JSON: ${(error as Error).message}`);
  }
}

/**
 * Reads `{"key": …, "value": …}`, or in a map without keys `{"value": …}`.
 * @throws {ElementLineError} a line that is no such object, or has other members
 */
export function elementOfLine(line: string, keyed: boolean): LineElement {
  const element = parsed(line);
  if (typeof element !== "object" || element === null || Array.isArray(element))
    throw new ElementLineError(`it is no object with "${keyed ? "key" : "value"}"`);
  const { key, value, ...others } = element as Record<string, JsonValue>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new ElementLineError(`it has a member ${JSON.stringify(other)}`);
  if (value === undefined) throw new ElementLineError('it has no "value"');
  if (keyed && key === undefined) throw new ElementLineError('it has no "key"');
  if (!keyed && key !== undefined) throw new ElementLineError('it has a "key", and the map has no keys');
  return { key, value };
}
