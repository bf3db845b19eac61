import type { LayoutField, StructLayout, UnionLayout } from "../../layout/layout.js";

/**
 * The fields that an object has as properties, those of anonymous structs and unions with their offset in the
 * whole.
 */
export function* flatFields(
  { fields }: StructLayout | UnionLayout,
  offset = 0,
): Generator<{ field: LayoutField; offset: number }> {
  for (const field of fields) {
    const { layout, kernelOwned } = field;
    if (kernelOwned) continue;
    const here = offset + field.offset;
    if (field.name !== "") yield { field, offset: here };
    else if (layout.kind === "struct" || layout.kind === "union") yield* flatFields(layout, here);
  }
}
