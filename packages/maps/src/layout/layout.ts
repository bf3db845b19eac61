/** An integer of 1, 2 or 4 bytes is a number in JavaScript, one of 8 or 16 bytes a bigint. */
export interface IntegerLayout {
  readonly kind: "integer";
  /** Bytes. */
  readonly size: 1 | 2 | 4 | 8 | 16;
  readonly signed: boolean;
}

/** `_Bool`: any byte but 0 is true; true is written as 1. */
export interface BoolLayout {
  readonly kind: "bool";
  /** Bytes. */
  readonly size: 1 | 2 | 4 | 8;
}

/** A single `char`: a string of one character, "" for 0. */
export interface CharLayout {
  readonly kind: "char";
}

export interface FloatLayout {
  readonly kind: "float";
  /** Bytes. */
  readonly size: 4 | 8;
}

export interface EnumValue {
  readonly name: string;
  /** A bigint where the enum has 8 bytes, else a number; read as signed or unsigned as the enum is. */
  readonly value: number | bigint;
}

/** Read by name; values without a name are numbers (bigints where it has 8 bytes). Both are accepted. */
export interface EnumLayout {
  readonly kind: "enum";
  readonly name: string;
  /** Bytes. */
  readonly size: 1 | 2 | 4 | 8;
  readonly signed: boolean;
  readonly values: readonly EnumValue[];
}

/**
 * `char[size]`: the text before the first NUL. Bytes that are no UTF-8 become U+DC80 to U+DCFF each, and
 * back.
 */
export interface StringLayout {
  readonly kind: "string";
  /** Bytes. */
  readonly size: number;
}

/** Arrays of arrays nest. */
export interface ArrayLayout {
  readonly kind: "array";
  readonly element: Layout;
  /** Elements; 0 for a flexible array, which is outside what its struct's size counts. */
  readonly length: number;
}

export interface BitRange {
  /** Bits from the first bit of the struct, counted as the byte order does: as BTF has it. */
  readonly offset: number;
  /** Bits: 1 to those of the declared type. */
  readonly size: number;
}

export interface LayoutField {
  /** "" for an anonymous struct or union, whose fields are then fields of the outer one. */
  readonly name: string;
  /** Bytes from the start of the struct; of a bit field: the byte that its first bit is in. */
  readonly offset: number;
  /** The declared type; of a bit field: an integer, a bool or an enum, which says how the bits are read. */
  readonly layout: Layout;
  /** Of a bit field only. */
  readonly bits?: BitRange;
  /**
   * The kernel's own (bpf_spin_lock, bpf_timer …): left out of what is read, optional and ignored in what is
   * given.
   */
  readonly kernelOwned?: true;
}

interface AggregateLayout<Kind extends "struct" | "union"> {
  readonly kind: Kind;
  /** The tag, else the name of the typedef that named it, else "". */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly fields: readonly LayoutField[];
}

/** An object with the fields as its properties. */
export interface StructLayout extends AggregateLayout<"struct"> {}

/** Read as an object with all members; to write it, one member or several that agree are given. */
export interface UnionLayout extends AggregateLayout<"union"> {}

/** An address, as a bigint. */
export interface PointerLayout {
  readonly kind: "pointer";
  readonly size: 8;
}

/** No type known: a Uint8Array, in JSON "hex:…". */
export interface BytesLayout {
  readonly kind: "bytes";
  /** Bytes. */
  readonly size: number;
}

/**
 * How bytes of a key or value are read and written: pure data, whether from BTF or from a description in
 * TypeScript.
 */
export type Layout =
  | IntegerLayout
  | BoolLayout
  | CharLayout
  | FloatLayout
  | EnumLayout
  | StringLayout
  | ArrayLayout
  | StructLayout
  | UnionLayout
  | PointerLayout
  | BytesLayout;

/** Bytes that a value of the layout takes. */
export function sizeOfLayout(layout: Layout): number {
  if (layout.kind === "char") return 1;
  return layout.kind === "array" ? layout.length * sizeOfLayout(layout.element) : layout.size;
}
