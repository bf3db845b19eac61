import type { EnumLayout } from "../layout/layout.js";
import { valueOfWidth } from "../layout/value-of-width.js";
import type { Form, Meaning } from "./coder.js";
import { integerMeaning } from "./integer.js";
import { listed } from "./listed.js";
import { unexpected } from "./misfit.js";

/** Names and numbers of an enum that is `bits` wide; those of values that do not fit are left out. */
export interface EnumNames {
  readonly values: ReadonlyMap<string, number | bigint>;
  /** The first name of each value that stands for that value when it is written. */
  readonly names: ReadonlyMap<number | bigint, string>;
}

export function enumNames(layout: EnumLayout, bits: number): EnumNames {
  const values = new Map<string, number | bigint>();
  const names = new Map<number | bigint, string>();
  for (const { name, value } of layout.values) {
    const held = valueOfWidth(BigInt(value), layout.size * 8, bits, layout.signed);
    if (held === undefined || values.has(name)) continue;
    const raw = layout.size === 8 ? held : Number(held);
    values.set(name, raw);
    if (!names.has(raw)) names.set(raw, name);
  }
  return { values, names };
}

/** By name; a value without one as the integer that it is. Both are taken. */
export function enumMeaning(layout: EnumLayout, bits: number, form: Form): Meaning {
  const { values, names } = enumNames(layout, bits);
  const integer = integerMeaning(bits, layout.signed, layout.size === 8, form);
  return {
    valueOf: (raw) => names.get(raw) ?? integer.valueOf(raw),
    rawOf(value) {
      const raw = typeof value === "string" ? values.get(value) : undefined;
      if (raw !== undefined) return raw;
      if (typeof value === "string" && (form === "value" || !/^-?[0-9]/.test(value)))
        throw unexpected(`one of ${listed([...values.keys()])}`, value);
      return integer.rawOf(value);
    },
  };
}
