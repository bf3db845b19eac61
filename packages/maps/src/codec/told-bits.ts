import type { Layout, LayoutField } from "../layout/layout.js";
import { sizeOfLayout } from "../layout/layout.js";

/**
 * Masks of the bits that a field tells, the surest first: bits of integers and bytes come back whatever they
 * are when the value is read and written again; of floats they do but for NaN; of text but for what is behind
 * a NUL. Of a bool and of padding none do.
 */
export function toldBits(field: LayoutField, size: number, little: boolean): readonly Uint8Array[] {
  const masks = [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)] as const;
  markField(field, 0, { integers: masks[0], floats: masks[1], texts: masks[2], little });
  return masks;
}

interface Masks {
  readonly integers: Uint8Array;
  readonly floats: Uint8Array;
  readonly texts: Uint8Array;
  readonly little: boolean;
}

function markField({ layout, offset, bits, kernelOwned }: LayoutField, at: number, masks: Masks): void {
  if (kernelOwned) return;
  if (bits === undefined) markLayout(layout, at + offset, masks);
  else if (layout.kind !== "bool") markBits(at * 8 + bits.offset, bits.size, masks);
}

function markBits(first: number, size: number, { integers, little }: Masks): void {
  for (let bit = first; bit < first + size; bit++)
    integers[bit >>> 3]! |= little ? 1 << (bit & 7) : 0x80 >> (bit & 7);
}

function markLayout(layout: Layout, at: number, masks: Masks): void {
  const end = at + sizeOfLayout(layout);
  switch (layout.kind) {
    case "bool":
      break;
    case "float":
      masks.floats.fill(0xff, at, end);
      break;
    case "string":
      masks.texts.fill(0xff, at, end);
      break;
    case "array": {
      const size = sizeOfLayout(layout.element);
      for (let i = 0; i < layout.length; i++) markLayout(layout.element, at + i * size, masks);
      break;
    }
    case "struct":
    case "union":
      for (const field of layout.fields) markField(field, at, masks);
      break;
    default:
      masks.integers.fill(0xff, at, end);
  }
}
