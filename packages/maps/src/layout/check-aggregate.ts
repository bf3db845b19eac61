import { LayoutError } from "../errors.js";
import { type LayoutField, type StructLayout, sizeOfLayout, type UnionLayout } from "./layout.js";
import { maxSize } from "./limits.js";
import { fieldPath } from "./path.js";

/** Checks a struct or union whose fields have been checked by themselves. @throws LayoutError */
export function checkAggregate(layout: StructLayout | UnionLayout, path: string): void {
  const { kind, size, fields } = layout;
  if (!Number.isSafeInteger(size) || size < 0 || size > maxSize)
    throw new LayoutError(path, `no ${kind} has ${String(size)} bytes`);
  for (const field of fields) checkField(field, size, fieldPath(path, field.name));
  if (kind === "struct") checkOverlaps(fields, path);
  checkNames(layout, path, new Set());
}

function checkField({ name, offset, layout, bits }: LayoutField, size: number, path: string): void {
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new LayoutError(path, `begins at byte ${String(offset)}`);
  if (bits !== undefined) checkBits(bits, layout, offset, path);
  if (endOf({ name, offset, layout, ...(bits && { bits }) }) > size * 8)
    throw new LayoutError(path, `reaches outside the ${size} bytes around it`);
  if (typeof name !== "string" || (name === "" && layout.kind !== "struct" && layout.kind !== "union"))
    throw new LayoutError(path, "a field without a name must be a struct or union");
}

function checkBits(
  bits: NonNullable<LayoutField["bits"]>,
  layout: LayoutField["layout"],
  offset: number,
  path: string,
) {
  if (layout.kind !== "integer" && layout.kind !== "bool" && layout.kind !== "enum")
    throw new LayoutError(path, "is a bit field of a type that is no integer");
  if (!Number.isSafeInteger(bits.offset) || Math.floor(bits.offset / 8) !== offset)
    throw new LayoutError(path, `bit ${String(bits.offset)} is not in byte ${offset}`);
  if (!Number.isSafeInteger(bits.size) || bits.size < 1 || bits.size > layout.size * 8)
    throw new LayoutError(path, `a bit field of ${String(bits.size)} bits in a type of ${layout.size} bytes`);
}

function startOf({ offset, bits }: LayoutField): number {
  return bits?.offset ?? offset * 8;
}

/** The bit behind the last one. */
function endOf(field: LayoutField): number {
  return startOf(field) + (field.bits?.size ?? sizeOfLayout(field.layout) * 8);
}

function checkOverlaps(fields: readonly LayoutField[], path: string): void {
  const inOrder = fields
    .filter((field) => endOf(field) > startOf(field))
    .sort((a, b) => startOf(a) - startOf(b));
  let end = 0;
  for (const field of inOrder) {
    if (startOf(field) < end)
      throw new LayoutError(fieldPath(path, field.name), "overlaps the field before it");
    end = endOf(field);
  }
}

/**
 * All names that an object of the layout has are different, those of anonymous structs and unions included.
 */
function checkNames({ fields }: StructLayout | UnionLayout, path: string, names: Set<string>): void {
  for (const { name, layout } of fields) {
    if (names.has(name)) throw new LayoutError(fieldPath(path, name), "two fields have this name");
    if (name !== "") names.add(name);
    else if (layout.kind === "struct" || layout.kind === "union") checkNames(layout, path, names);
  }
}
