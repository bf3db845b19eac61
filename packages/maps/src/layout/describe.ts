import { alignmentOf, roundUp, setPacked } from "./alignment.js";
import { checkLayout } from "./check.js";
import type {
  ArrayLayout,
  BoolLayout,
  BytesLayout,
  CharLayout,
  EnumLayout,
  FloatLayout,
  IntegerLayout,
  Layout,
  LayoutField,
  PointerLayout,
  StringLayout,
  StructLayout,
  UnionLayout,
} from "./layout.js";
import { sizeOfLayout } from "./layout.js";
import type { Typed, ValueOf } from "./typed.js";

export type { Typed, ValueOf } from "./typed.js";

/** Fields of a struct or union by name, in the order that they have in memory. */
export type Fields = Readonly<Record<string, Layout>>;

/** What a struct's values are. */
export type StructValue<F extends Fields> = { -readonly [Name in keyof F]: ValueOf<F[Name]> };

/** What a union's values are: all members when it was read; to write it, one is enough. */
export type UnionValue<F extends Fields> = { -readonly [Name in keyof F]?: ValueOf<F[Name]> };

/** What an enum's values are: names, and numbers that have none. */
export type EnumValueOf<V> = keyof V | (V[keyof V] extends bigint ? bigint : number);

export interface AggregateOptions {
  /** Of the type; errors say it. */
  name?: string;
  /** No padding, as `__attribute__((packed))`. */
  packed?: boolean;
}

export interface EnumOptions {
  name?: string;
  /** Bytes; default 4, and 8 where the values are bigints. */
  size?: 1 | 2 | 4 | 8;
  /** Default: whether a value is negative. */
  signed?: boolean;
}

/**
 * Describes the types of a map that brings no BTF, as C lays them out: each field at the next multiple of its
 * alignment, the size a multiple of the largest.
 *
 * ```ts
 * const flow = layout.struct({ packets: layout.u64, name: layout.string(16), ports: layout.array(layout.u16, 2) });
 * type Flow = ValueOf<typeof flow>; // { packets: bigint; name: string; ports: number[] }
 * ```
 */
export const layout = {
  u8: integer<number>(1, false),
  s8: integer<number>(1, true),
  u16: integer<number>(2, false),
  s16: integer<number>(2, true),
  u32: integer<number>(4, false),
  s32: integer<number>(4, true),
  u64: integer<bigint>(8, false),
  s64: integer<bigint>(8, true),
  u128: integer<bigint>(16, false),
  s128: integer<bigint>(16, true),
  bool: { kind: "bool", size: 1 } as Typed<boolean, BoolLayout>,
  char: { kind: "char" } as Typed<string, CharLayout>,
  f32: { kind: "float", size: 4 } as Typed<number, FloatLayout>,
  f64: { kind: "float", size: 8 } as Typed<number, FloatLayout>,
  pointer: { kind: "pointer", size: 8 } as Typed<bigint, PointerLayout>,

  /** `char[size]`. */
  string(size: number): Typed<string, StringLayout> {
    return checked({ kind: "string", size });
  },

  /** Bytes of which nothing more is known. */
  bytes(size: number): Typed<Uint8Array, BytesLayout> {
    return checked({ kind: "bytes", size });
  },

  array<L extends Layout>(element: L, length: number): Typed<ValueOf<L>[], ArrayLayout> {
    return checked({ kind: "array", element, length });
  },

  /** @throws LayoutError */
  struct<const F extends Fields>(
    fields: F,
    options: AggregateOptions = {},
  ): Typed<StructValue<F>, StructLayout> {
    const placed: LayoutField[] = [];
    let end = 0;
    for (const [name, layout] of Object.entries(fields)) {
      const offset = roundUp(end, options.packed ? 1 : alignmentOf(layout));
      placed.push({ name, offset, layout });
      end = offset + sizeOfLayout(layout);
    }
    return aggregate("struct", placed, end, options);
  },

  /** @throws LayoutError */
  union<const F extends Fields>(
    fields: F,
    options: AggregateOptions = {},
  ): Typed<UnionValue<F>, UnionLayout> {
    const placed = Object.entries(fields).map(([name, layout]) => ({ name, offset: 0, layout }));
    const end = placed.reduce((most, field) => Math.max(most, sizeOfLayout(field.layout)), 0);
    return aggregate("union", placed, end, options);
  },

  /**
   * `layout.enum({ TCP: 6, UDP: 17 })`.
   * @throws LayoutError
   */
  enum<const V extends Readonly<Record<string, number>> | Readonly<Record<string, bigint>>>(
    values: V,
    options: EnumOptions = {},
  ): Typed<EnumValueOf<V>, EnumLayout> {
    const named = Object.entries<number | bigint>(values).map(([name, value]) => ({ name, value }));
    const size = options.size ?? (named.some(({ value }) => typeof value === "bigint") ? 8 : 4);
    const signed = options.signed ?? named.some(({ value }) => value < 0);
    return checked({ kind: "enum", name: options.name ?? "", size, signed, values: named });
  },
};

function integer<T>(size: IntegerLayout["size"], signed: boolean): Typed<T, IntegerLayout> {
  return { kind: "integer", size, signed } as Typed<T, IntegerLayout>;
}

function aggregate<Kind extends "struct" | "union">(
  kind: Kind,
  fields: readonly LayoutField[],
  end: number,
  { name = "", packed = false }: AggregateOptions,
): (StructLayout | UnionLayout) & { kind: Kind } {
  const made = { kind, name, size: end, fields } as (StructLayout | UnionLayout) & { kind: Kind };
  const size = packed ? end : roundUp(end, alignmentOf(made));
  const layout = checked({ ...made, size });
  if (packed) setPacked(layout);
  return layout;
}

/** A mistake in a description shows where it was made. */
function checked<L extends Layout>(layout: L): L {
  checkLayout(layout);
  return layout;
}
