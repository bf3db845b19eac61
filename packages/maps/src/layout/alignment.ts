import { type Layout, sizeOfLayout } from "./layout.js";

/** Alignments that do not follow from the fields: those of packed structs. */
const packed = new WeakSet<Layout>();

/** Makes a layout one that may begin at any byte, as `__attribute__((packed))` does. */
export function setPacked(layout: Layout): void {
  packed.add(layout);
}

/** Bytes of which the layout's place is a multiple in C, on the 64-bit machines that BPF is for. */
export function alignmentOf(layout: Layout): number {
  if (packed.has(layout)) return 1;
  switch (layout.kind) {
    case "string":
    case "bytes":
      return 1;
    case "array":
      return alignmentOf(layout.element);
    case "struct":
    case "union":
      return layout.fields.reduce((most, field) => Math.max(most, alignmentOf(field.layout)), 1);
    default:
      return sizeOfLayout(layout);
  }
}

export function roundUp(size: number, alignment: number): number {
  return Math.ceil(size / alignment) * alignment;
}
