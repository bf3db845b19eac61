import { MapType } from "@bpf/elf";
import { type Opener, openerOf } from "../kinds/opener.js";
import { lpmDataLayout } from "../lpm/data-layout.js";
import { isPerCpu } from "../open/map-types.js";
import { pascalCase } from "./identifiers.js";
import type { LayoutConstants } from "./layout-constants.js";
import type { MapShape } from "./map-shape.js";
import type { NamedTypes } from "./named-types.js";
import { settableText } from "./settable-text.js";
import { arrayText } from "./type-text.js";
import { variablesText } from "./variables-text.js";

/** What a module declares beside its functions. */
export interface Declarations {
  readonly types: NamedTypes;
  readonly constants: LayoutConstants;
}

/** How a function opens a map. */
export interface Opening {
  readonly opener: Opener | "openVariables";
  /** The class of what it gives. */
  readonly result: string;
  /** Type arguments of opener and class; undefined where the function's caller gives them. */
  readonly types: readonly string[] | undefined;
  /** The name of the options' type, and what of it the caller may give. */
  readonly options: string;
  readonly given: string;
  /** Options that the function gives itself, as in an object literal. */
  readonly fixed: readonly string[];
}

const results: Readonly<Record<Opener, string>> = {
  openMap: "TypedMap",
  openQueue: "Queue",
  openBloomFilter: "BloomFilter",
  openMapOfMaps: "MapOfMaps",
  openStorageMap: "StorageMap",
  openRingBuffer: "RingBuffer",
};

/** Undefined for maps that nobody opens: they have no elements. */
export function openingOf(shape: MapShape, declarations: Declarations): Opening | undefined {
  if (shape.section !== undefined) return variablesOpening(shape, declarations);
  const opener = openerOf(shape.type);
  if (opener === undefined) return undefined;
  const isRing = opener === "openRingBuffer";
  return {
    opener,
    result: results[opener],
    types: isRing && !shape.brought.value ? undefined : typesOf(shape, opener, declarations.types),
    ...(isRing ? ringOptions(shape) : { options: "OpenMapOptions", given: 'Pick<OpenMapOptions, "access">' }),
    fixed: fixedOf(shape, declarations.constants),
  };
}

/** Of records that are known here nobody else has to say what they are. */
function ringOptions({ brought }: MapShape): Pick<Opening, "options" | "given"> {
  const options = "RingBufferOptions";
  const given = `Omit<${options}, "value" | "spec" | "btf" | "type" | "raw" | "json">`;
  return { options, given: brought.value ? given : options };
}

function variablesOpening(shape: MapShape, { types }: Declarations): Opening {
  const { section, name } = shape;
  const type = types.add(`${pascalCase(name)}Variables`, (title) => variablesText(section!, title, types));
  const options = "OpenVariablesOptions";
  const given = `Pick<${options}, "access" | "lookups">`;
  return { opener: "openVariables", result: "LiveVariables", types: [type], options, given, fixed: [] };
}

function typesOf(shape: MapShape, opener: Opener, types: NamedTypes): string[] {
  switch (opener) {
    case "openMap": {
      const settable = settableText(shape);
      const read = [keyType(shape, types), valueType(shape, types)];
      return settable === undefined ? read : [...read, settable];
    }
    case "openMapOfMaps": {
      const { inner } = shape;
      const isKeyed = inner !== undefined && openerOf(inner.type) === "openMap";
      return [
        keyType(shape, types),
        ...(isKeyed ? typesOf(inner, "openMap", types) : ["unknown", "unknown"]),
      ];
    }
    default:
      return [types.typeOf(shape.value, `${shape.name}_value`)];
  }
}

function keyType({ name, type, key, keySize, untyped }: MapShape, types: NamedTypes): string {
  if (type !== MapType.LPM_TRIE || untyped !== undefined) return types.typeOf(key, `${name}_key`);
  const data = lpmDataLayout(key, keySize);
  return data === undefined ? "LpmKey" : `LpmKey<${types.typeOf(data, `${name}_data`)}>`;
}

function valueType({ name, type, value }: MapShape, types: NamedTypes): string {
  const text = types.typeOf(value, `${name}_value`);
  return isPerCpu(type) ? arrayText(text) : text;
}

function fixedOf(shape: MapShape, constants: LayoutConstants): string[] {
  if (shape.untyped !== undefined) return ["raw: true"];
  const { name, brought, inner } = shape;
  const fixed: string[] = [];
  if (brought.key) fixed.push(`key: ${constants.expression(shape.key, `${name}_key`)}`);
  if (brought.value) fixed.push(`value: ${constants.expression(shape.value, `${name}_value`)}`);
  const within = inner === undefined ? [] : fixedOf(inner, constants);
  if (within.length > 0) fixed.push(`inner: { ${within.join(", ")} }`);
  return fixed;
}
