import { textUpToNul } from "../elf/strings.js";
import { ParseError } from "../errors.js";
import type { Reader } from "../reader.js";
import type { ChosenLayout, LegacyDefinition } from "./legacy-layout.js";
import type { Pinning } from "./spec.js";

/** The fields of a legacy definition. Sizes are bytes. */
export interface LegacyFields {
  readonly type: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags: number;
  readonly pinning: Pinning;
  readonly namespace?: string;
  /** iproute2's: a map names itself by `id`, and an outer map its inner one by `innerId`. */
  readonly id?: number;
  readonly innerId?: number;
  /** iproute2's slot of an inner map in its outer one; -1 for none. */
  readonly innerIndex?: number;
}

/** What surrounds gobpf's namespace: `char namespace[256]` at 24. */
const NAMESPACE_OFFSET = 24;
const NAMESPACE_SIZE = 256;

/**
 * Reads a definition's fields, all u32 in the object's byte order.
 * @throws ParseError ERR_MAP_PINNING for a pinning value that the layout's loader does not know,
 * ERR_MAP_DEFINITION for a namespace without an end.
 */
export function readLegacyFields(
  section: Reader,
  definition: LegacyDefinition,
  { layout, size }: ChosenLayout,
): LegacyFields {
  const { start } = definition;
  const common = {
    type: section.u32(start),
    keySize: section.u32(start + 4),
    valueSize: section.u32(start + 8),
    maxEntries: section.u32(start + 12),
    flags: section.u32(start + 16),
  };
  switch (layout) {
    case "libbpf":
      return { ...common, pinning: "none" };
    case "aya": {
      const pinning = section.u32(start + 24);
      if (pinning > 1) refusePinning(section, definition, 24, "aya's are 0 (none) and 1 (by name)");
      return { ...common, pinning: pinning === 1 ? "by-name" : "none" };
    }
    case "iproute2": {
      const fields = {
        ...common,
        id: section.u32(start + 20),
        pinning: iproute2Pinning(section.u32(start + 24)),
      };
      if (size < 36) return fields;
      return { ...fields, innerId: section.u32(start + 28), innerIndex: section.i32(start + 32) };
    }
    case "gobpf": {
      const pinning = gobpfPinning(section.u32(start + 20));
      if (pinning === undefined)
        refusePinning(section, definition, 20, "gobpf's are 0 (none), 1 (object), 2 (global) and 3 (custom)");
      const namespace = readNamespace(section, definition);
      return namespace === "" ? { ...common, pinning } : { ...common, pinning, namespace };
    }
  }
}

function readNamespace(section: Reader, { symbol, start }: LegacyDefinition): string {
  const bytes = section.slice(start + NAMESPACE_OFFSET, NAMESPACE_SIZE);
  if (bytes.includes(0)) return textUpToNul(bytes);
  throw new ParseError("ERR_MAP_DEFINITION", `the namespace of map ${symbol} has no terminating NUL`, {
    section: section.section,
    symbol,
    offset: section.base + start + NAMESPACE_OFFSET,
  });
}

/** PIN_NONE, PIN_OBJECT_NS, PIN_GLOBAL_NS; any other number is a row of the user's table. */
function iproute2Pinning(value: number): Pinning {
  if (value === 0) return "none";
  if (value === 1) return "object";
  return value === 2 ? "global" : { id: value };
}

/** PIN_NONE, PIN_OBJECT_NS, PIN_GLOBAL_NS, PIN_CUSTOM_NS. */
function gobpfPinning(value: number): Pinning | undefined {
  return (["none", "object", "global", "custom"] as const)[value];
}

function refusePinning(
  section: Reader,
  { symbol, start }: LegacyDefinition,
  at: number,
  known: string,
): never {
  const message = `map ${symbol} has pinning ${section.u32(start + at)}; ${known}`;
  throw new ParseError("ERR_MAP_PINNING", message, {
    section: section.section,
    symbol,
    offset: section.base + start + at,
  });
}
