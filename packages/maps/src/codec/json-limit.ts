import type { Layout, LayoutField, StructLayout, UnionLayout } from "../layout/layout.js";

/** The longest text of a number: -1.2345678901234567e-308. */
const floatLimit = 24;

/** The most bytes that the JSON text of a value can have, in UTF-8. */
export function jsonLimit(layout: Layout): number {
  switch (layout.kind) {
    case "integer":
    case "pointer":
      return integerLimit(layout.size);
    case "bool":
      return 5;
    case "char":
      return textLimit(1);
    case "float":
      return floatLimit;
    case "enum":
      return layout.values.reduce(
        (most, { name }) => Math.max(most, Buffer.byteLength(JSON.stringify(name))),
        integerLimit(layout.size),
      );
    case "string":
      // "hex:…" of a whole value is shorter.
      return Math.max(textLimit(layout.size), 6 + 2 * layout.size);
    case "bytes":
      return 6 + 2 * layout.size;
    case "array":
      return 2 + layout.length * (1 + jsonLimit(layout.element));
    case "struct":
    case "union":
      return 2 + fieldsLimit(layout);
  }
}

/** A sign, digits, quotes. */
function integerLimit(bytes: number): number {
  return 1 + Math.ceil(bytes * 8 * Math.log10(2)) + (bytes >= 8 ? 2 : 0);
}

/** Each byte may become \u0000, between quotes. */
function textLimit(bytes: number): number {
  return 2 + 6 * bytes;
}

function fieldsLimit({ fields }: StructLayout | UnionLayout): number {
  return fields.reduce((sum, field) => sum + fieldLimit(field), 0);
}

function fieldLimit({ name, layout, kernelOwned }: LayoutField): number {
  if (kernelOwned) return 0;
  if (name === "" && (layout.kind === "struct" || layout.kind === "union")) return fieldsLimit(layout);
  return Buffer.byteLength(JSON.stringify(name)) + 2 + jsonLimit(layout);
}
