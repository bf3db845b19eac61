import type { BtfKind } from "../generated/btf-kind.js";

/** Who sees a function or variable: BTF_VAR_* and BTF_FUNC_* have the same three values. */
export type BtfLinkage = "static" | "global" | "extern";

/** What every type has. `id` counts from 1; 0 is void. Unnamed types have the name "". */
interface BtfTypeBase<Kind extends BtfKind> {
  readonly id: number;
  readonly kind: Kind;
  readonly name: string;
}

/** Type id 0: no type, and what a `void *` points to. */
export interface BtfVoid extends BtfTypeBase<typeof BtfKind.UNKN> {}

export interface BtfInt extends BtfTypeBase<typeof BtfKind.INT> {
  /** Bytes. */
  readonly size: number;
  /** Width of the value; fewer than `8 * size` in bit fields as compilers wrote them before kind_flag. */
  readonly bits: number;
  /** Where the value starts inside its `size` bytes. */
  readonly bitOffset: number;
  readonly signed: boolean;
  readonly char: boolean;
  readonly bool: boolean;
}

/** A pointer; always 8 bytes in BPF objects. */
export interface BtfPointer extends BtfTypeBase<typeof BtfKind.PTR> {
  /** Id of the type that it points to. */
  readonly type: number;
}

export interface BtfArray extends BtfTypeBase<typeof BtfKind.ARRAY> {
  /** Id of the element's type. */
  readonly type: number;
  readonly indexType: number;
  readonly length: number;
}

export interface BtfMember {
  readonly name: string;
  readonly type: number;
  /** Bits from the start of the struct. */
  readonly bitOffset: number;
  /** Bits; 0 where the member is no bit field. */
  readonly bitfieldSize: number;
}

export interface BtfStruct extends BtfTypeBase<typeof BtfKind.STRUCT> {
  /** Bytes. */
  readonly size: number;
  readonly members: readonly BtfMember[];
}

export interface BtfUnion extends BtfTypeBase<typeof BtfKind.UNION> {
  /** Bytes. */
  readonly size: number;
  readonly members: readonly BtfMember[];
}

export interface BtfEnum extends BtfTypeBase<typeof BtfKind.ENUM> {
  /** Bytes: 1, 2, 4 or 8. */
  readonly size: number;
  /** The kind_flag; kernels before 6.0 and compilers of that time always leave it false. */
  readonly signed: boolean;
  /** Values are read as signed or unsigned 32 bits, as `signed` says. */
  readonly values: readonly { readonly name: string; readonly value: number }[];
}

/** Lowest kernel 6.0. */
export interface BtfEnum64 extends BtfTypeBase<typeof BtfKind.ENUM64> {
  /** Bytes: 1, 2, 4 or 8. */
  readonly size: number;
  readonly signed: boolean;
  readonly values: readonly { readonly name: string; readonly value: bigint }[];
}

/** A struct or union that is declared and not defined. */
export interface BtfForward extends BtfTypeBase<typeof BtfKind.FWD> {
  readonly of: "struct" | "union";
}

export interface BtfTypedef extends BtfTypeBase<typeof BtfKind.TYPEDEF> {
  readonly type: number;
}

type ModifierKind = typeof BtfKind.VOLATILE | typeof BtfKind.CONST | typeof BtfKind.RESTRICT;

export interface BtfModifier<Kind extends ModifierKind = ModifierKind> extends BtfTypeBase<Kind> {
  readonly type: number;
}

/** Lowest kernel 5.17. `name` is the tag's text. */
export interface BtfTypeTag extends BtfTypeBase<typeof BtfKind.TYPE_TAG> {
  readonly type: number;
  /** kind_flag: `name` is a whole attribute, not a btf_type_tag's text (kernel 6.15). */
  readonly attribute: boolean;
}

/** Lowest kernel 5.16. `name` is the tag's text. */
export interface BtfDeclTag extends BtfTypeBase<typeof BtfKind.DECL_TAG> {
  /** Id of the struct, union, variable, function or typedef that carries the tag. */
  readonly type: number;
  /** Member or parameter that carries it; -1: the declaration itself. */
  readonly component: number;
  /** kind_flag: `name` is a whole attribute, not a btf_decl_tag's text (kernel 6.15). */
  readonly attribute: boolean;
}

export interface BtfFunction extends BtfTypeBase<typeof BtfKind.FUNC> {
  /** Id of its prototype. */
  readonly type: number;
  readonly linkage: BtfLinkage;
}

export interface BtfPrototype extends BtfTypeBase<typeof BtfKind.FUNC_PROTO> {
  readonly returnType: number;
  /** A last parameter of type 0 without a name stands for `...`. */
  readonly parameters: readonly { readonly name: string; readonly type: number }[];
}

export interface BtfVariable extends BtfTypeBase<typeof BtfKind.VAR> {
  readonly type: number;
  readonly linkage: BtfLinkage;
}

/** A section of the object; `name` is the section's. clang leaves size and global offsets at 0. */
export interface BtfDataSection extends BtfTypeBase<typeof BtfKind.DATASEC> {
  /** Bytes. */
  readonly size: number;
  /** `type` is the id of a variable (in `.ksyms` of a function too); offset and size in bytes. */
  readonly variables: readonly { readonly type: number; readonly offset: number; readonly size: number }[];
}

/** Lowest kernel 5.13. */
export interface BtfFloat extends BtfTypeBase<typeof BtfKind.FLOAT> {
  /** Bytes: 2, 4, 8, 12 or 16. */
  readonly size: number;
}

/** A kind that this package does not know, in BTF whose layout section (kernel 7.1) tells how long it is. */
export interface BtfUnknown {
  readonly id: number;
  readonly kind: -1;
  readonly name: string;
  /** The number of its kind. */
  readonly unknownKind: number;
  /** The whole type as 32-bit words. */
  readonly words: Uint32Array;
}

/** Any type; `kind` tells which. */
export type BtfType =
  | BtfVoid
  | BtfInt
  | BtfPointer
  | BtfArray
  | BtfStruct
  | BtfUnion
  | BtfEnum
  | BtfEnum64
  | BtfForward
  | BtfTypedef
  | BtfModifier<typeof BtfKind.VOLATILE>
  | BtfModifier<typeof BtfKind.CONST>
  | BtfModifier<typeof BtfKind.RESTRICT>
  | BtfTypeTag
  | BtfDeclTag
  | BtfFunction
  | BtfPrototype
  | BtfVariable
  | BtfDataSection
  | BtfFloat
  | BtfUnknown;

/** The type that `kind` stands for. */
export type BtfTypeOf<Kind extends BtfKind> = Extract<BtfType, { kind: Kind }>;
