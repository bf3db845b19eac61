import type { LayoutField } from "../../layout/layout.js";
import { enumNames } from "../enum.js";
import { position, type Source } from "./source.js";

/** Largest finite number of 4 bytes. */
const largestFloat = 3.4028234663852886e38;

/**
 * Statements that check and write the value in variable `v`, or return false; undefined where only closures
 * write such.
 */
export function scalarWrite(
  source: Source,
  { layout, bits }: LayoutField,
  v: string,
  offset: number,
  little: boolean,
): string | undefined {
  if (bits !== undefined) return undefined;
  const here = position("at", offset);
  switch (layout.kind) {
    case "integer":
      if (layout.size === 16) return undefined;
      return `if (${misfits(layout.size, layout.signed, v)}) return false;\n${store(layout.size, here, v, little)}`;
    case "pointer":
      return `if (${misfits(8, false, v)}) return false;\n${store(8, here, v, little)}`;
    case "bool":
      return layout.size === 1
        ? `if (typeof ${v} !== "boolean") return false;\nu8[${here}] = ${v} ? 1 : 0;`
        : undefined;
    case "float":
      return layout.size === 8
        ? `if (typeof ${v} !== "number" || ${v} !== ${v}) return false;\nview.setFloat64(${here}, ${v}, ${little});`
        : `if (typeof ${v} !== "number" || !(Math.abs(${v}) <= ${largestFloat})) return false;\nview.setFloat32(${here}, ${v}, ${little});`;
    case "string":
      return `if (!${source.constant(writeAscii)}(${v}, u8, ${here}, ${layout.size})) return false;`;
    case "enum": {
      const values = source.constant(enumNames(layout, layout.size * 8).values);
      return `{ const raw = ${values}.get(${v}); if (raw === undefined) return false;\n${store(layout.size, here, "raw", little)} }`;
    }
    default:
      return undefined;
  }
}

/** An expression that is true for what is no integer of that width. */
function misfits(size: number, signed: boolean, v: string): string {
  if (size === 8)
    return `typeof ${v} !== "bigint" || BigInt.as${signed ? "Int" : "Uint"}N(64, ${v}) !== ${v}`;
  const spare = 32 - size * 8;
  const cut =
    spare === 0
      ? `(${v} ${signed ? "|" : ">>>"} 0)`
      : signed
        ? `(${v} << ${spare} >> ${spare})`
        : `(${v} & ${2 ** (size * 8) - 1})`;
  return `typeof ${v} !== "number" || ${cut} !== ${v}`;
}

function store(size: number, here: string, v: string, little: boolean): string {
  switch (size) {
    case 1:
      return `u8[${here}] = ${v};`;
    case 8:
      return `view.setBigUint64(${here}, ${v}, ${little});`;
    default:
      return `view.setUint${size * 8}(${here}, ${v}, ${little});`;
  }
}

/** Writes text of 7-bit characters; false for any other. */
function writeAscii(text: unknown, u8: Uint8Array, at: number, size: number): boolean {
  if (typeof text !== "string" || text.length > size) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0 || code >= 0x80) return false;
    u8[at + i] = code;
  }
  for (let i = text.length; i < size; i++) u8[at + i] = 0;
  return true;
}
