import { type Btf, ParseError } from "@bpf/elf";
import { LayoutError } from "../errors.js";
import { BtfLayouts } from "./btf-layouts.js";
import { checkLayout } from "./check.js";
import type { Layout } from "./layout.js";

export interface LayoutOptions {
  /**
   * What the type is in the map. In a value the kernel keeps fields of some types to itself (spin locks,
   * timers, kptrs …), in a key it does not. Default `value`.
   */
  use?: "key" | "value" | undefined;
}

/**
 * The layout of a BTF type: typedefs, const, volatile, restrict and tags are looked through, a variable gives
 * that of its type, a data section a struct of its variables. Unnamed members that are no struct or union are
 * padding. The BTF may be hostile: depth, counts and sizes are bounded, and every field lies inside its
 * struct.
 * @throws LayoutError for a type without a size (void, a function, a declared but undefined struct), one that
 * contains itself, one with over 65,536 fields or 16,777,216 values, fields that overlap or share a name, and
 * malformed BTF.
 */
export function layoutFromBtf(btf: Btf, typeId: number, options: LayoutOptions = {}): Layout {
  try {
    const layout = new BtfLayouts(btf, options.use !== "key").of(typeId);
    checkLayout(layout);
    return layout;
  } catch (error) {
    if (ParseError.is(error)) throw new LayoutError(`type ${typeId}`, error.message, { cause: error });
    throw error;
  }
}
