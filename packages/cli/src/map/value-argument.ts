import type { JsonValue, Layout } from "@bpf/maps";
import { UsageError } from "../errors.js";
import { parseExactJson } from "./exact-json.js";

/** What a word of the command line is read as. */
export interface ValueShape {
  /** What errors call it: KEY or VALUE. */
  readonly what: string;
  readonly layout: Layout;
  readonly verb: string;
  /** Why bytes are wanted; by default because the map's types are not known. */
  readonly whyBytes?: string;
}

const noTypes = "the map's types are not known: see --btf";

const integer = /^[+-]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[0-9]+)$/;

/** The decimal digits of an integer in any of C's and JavaScript's bases. */
function digits(text: string): string {
  const negative = text.startsWith("-");
  const value = BigInt(text.replace(/^[+-]/, ""));
  return String(negative ? -value : value);
}

function parsed(text: string, { what, layout, verb }: ValueShape): JsonValue {
  try {
    return parseExactJson(text);
  } catch (error) {
    const wanted = layout.kind === "struct" || layout.kind === "union" ? "an object" : "a list";
    const form = layout.kind === "array" || wanted === "an object" ? `${wanted} as JSON` : "JSON";
    const why = (error as Error).message;
    throw new UsageError(`${what} ${JSON.stringify(text)} is not ${form}, nor hex:…: ${why}`, verb);
  }
}

/** Bytes of an integer as "hex:…" in the byte order of this machine; undefined where they do not hold it. */
function integerBytes(text: string, size: number): string | undefined {
  const value = BigInt(digits(text));
  const bits = BigInt(size * 8);
  if (value >= 1n << bits || value < -(1n << (bits - 1n))) return undefined;
  const bytes = Buffer.from(
    BigInt.asUintN(size * 8, value)
      .toString(16)
      .padStart(size * 2, "0"),
    "hex",
  );
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1) bytes.reverse();
  return `hex:${bytes.toString("hex")}`;
}

function bytesArgument(text: string, size: number, { what, verb, whyBytes = noTypes }: ValueShape): string {
  const bytes = integer.test(text) ? integerBytes(text, size) : undefined;
  if (bytes !== undefined) return bytes;
  const why = integer.test(text) ? `does not fit into ${size} bytes` : "is neither hex:… nor a number";
  throw new UsageError(`${what} ${JSON.stringify(text)} ${why}, and ${whyBytes}`, verb);
}

/**
 * What a word of the command line says, as JSON for a codec: a bare text is enough where a string, an enum or a number
 * is wanted; anything else is JSON, or hex:….
 * @throws {UsageError} no JSON where JSON is needed
 */
export function valueArgument(text: string, shape: ValueShape): JsonValue {
  const { layout } = shape;
  if (text.startsWith("hex:")) return text;
  switch (layout.kind) {
    case "string":
    case "char":
      return text.startsWith('"') ? parsed(text, shape) : text;
    case "integer":
    case "pointer":
    case "enum":
      if (integer.test(text)) return digits(text);
      return text.startsWith('"') ? parsed(text, shape) : text;
    case "float":
      return /^[+-]?(?:NaN|Infinity)$/.test(text) ? text : parsed(text, shape);
    case "bytes":
      return text.startsWith('"') ? parsed(text, shape) : bytesArgument(text, layout.size, shape);
    default:
      return parsed(text, shape);
  }
}

/** As {@link valueArgument}, for the key of an lpm_trie: CIDR text, or JSON. */
export function prefixArgument(text: string, shape: ValueShape): JsonValue {
  return /^\s*["{]/.test(text) ? parsed(text, shape) : text;
}

const arrayDepth = (layout: Layout): number => (layout.kind === "array" ? 1 + arrayDepth(layout.element) : 0);

/** Brackets that a text begins with. */
const openBrackets = (text: string): number => /^[\s[]*/.exec(text)![0].replace(/\s/g, "").length;

/**
 * As {@link valueArgument}, for a value of a per-CPU map: a list with one for each CPU, or one for all of them.
 * @param size bytes of the values of all CPUs
 * @param cpus number of possible CPUs
 */
export function perCpuArgument(text: string, shape: ValueShape, size: number, cpus: number): JsonValue {
  if (openBrackets(text) > arrayDepth(shape.layout)) return parsed(text, shape);
  if (text.startsWith("hex:") && text.length === 4 + 2 * size) return text;
  return new Array(cpus).fill(valueArgument(text, shape));
}
