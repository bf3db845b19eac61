import { LayoutError } from "../errors.js";
import type { ArrayLayout, EnumLayout, Layout, StructLayout, UnionLayout } from "./layout.js";
import { maxSize } from "./limits.js";

/** The sizes that a kind may have; any where it is not listed. */
const sizes: { readonly [kind: string]: readonly number[] } = {
  integer: [1, 2, 4, 8, 16],
  bool: [1, 2, 4, 8],
  enum: [1, 2, 4, 8],
  float: [4, 8],
  pointer: [8],
};

/** Checks a layout without parts; returns its bytes. @throws LayoutError */
export function checkScalar(
  layout: Exclude<Layout, ArrayLayout | StructLayout | UnionLayout>,
  path: string,
): number {
  switch (layout.kind) {
    case "char":
      return 1;
    case "enum":
    case "integer":
    case "bool":
    case "float":
    case "pointer":
    case "string":
    case "bytes":
      break;
    default:
      throw new LayoutError(
        path,
        `there is no layout of kind ${String((layout as { kind?: unknown }).kind)}`,
      );
  }
  const { kind, size } = layout;
  const allowed = sizes[kind];
  const fits = allowed ? allowed.includes(size) : Number.isSafeInteger(size) && size >= 0 && size <= maxSize;
  if (!fits) throw new LayoutError(path, `no ${kind} has ${String(size)} bytes`);
  if (kind === "enum") checkEnum(layout, path);
  return size;
}

function checkEnum({ size, signed, values }: EnumLayout, path: string): void {
  const type = size === 8 ? "bigint" : "number";
  for (const { name, value } of values) {
    if (typeof name !== "string" || typeof value !== type || (type === "number" && !Number.isInteger(value)))
      throw new LayoutError(path, `the value of ${String(name)} must be an integer of type ${type}`);
    const cut = signed ? BigInt.asIntN(size * 8, BigInt(value)) : BigInt.asUintN(size * 8, BigInt(value));
    if (cut !== BigInt(value))
      throw new LayoutError(path, `${name} = ${value} does not fit its ${size} bytes`);
  }
}
