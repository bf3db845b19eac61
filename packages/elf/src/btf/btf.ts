import type { ByteOrder } from "../byte-order.js";
import type { BtfKind } from "../generated/btf-kind.js";
import { decodeType } from "./decode.js";
import { resolveType, sizeOfType } from "./follow.js";
import { readHeader } from "./header.js";
import { malformedBtf } from "./malformed.js";
import { NameIndex, nameBytes } from "./name-index.js";
import { StringTable } from "./string-table.js";
import { kindLengths, kindOf, lastKind, typeOffsets } from "./type-offsets.js";
import { typeWords } from "./type-words.js";
import type { BtfType, BtfTypeOf } from "./types.js";

export interface BtfOptions {
  /** The BTF that this one continues: the kernel's, for a kernel module's. */
  base?: Btf | undefined;
  /** Byte order that the BTF must have; any is accepted without. */
  byteOrder?: ByteOrder | undefined;
}

/**
 * Types of an object or a kernel (BTF). Opening finds where each type begins and checks nothing else; a type is
 * decoded each time it is asked for, and what a lie in the bytes makes impossible is then a ParseError
 * (ERR_BTF_MALFORMED). The bytes are not copied and must not change.
 *
 * A type's id counts from 0 (void); ids and string offsets of the base come first.
 */
export class Btf {
  readonly bytes: Uint8Array;
  readonly byteOrder: ByteOrder;
  readonly base: Btf | undefined;
  /** Id of the first type of its own: 1, or the base's `typeCount`. */
  readonly firstId: number;
  /** Number of type ids, void and those of the base included. */
  readonly typeCount: number;
  readonly #words: Uint32Array;
  readonly #offsets: Uint32Array;
  readonly #strings: StringTable;
  readonly #names: NameIndex;
  /** Bytes in front of the type section. */
  readonly #place: number;

  /** @throws ParseError ERR_BTF_MALFORMED */
  constructor(bytes: Uint8Array, options: BtfOptions = {}) {
    const { base } = options;
    const { byteOrder, types, strings, layout } = readHeader(bytes, base !== undefined, options.byteOrder);
    this.bytes = bytes;
    this.byteOrder = byteOrder;
    this.base = base;
    this.#place = types.start;
    this.#words = typeWords(bytes, types, byteOrder);
    this.#offsets = typeOffsets(this.#words, kindLengths(bytes, layout), types.start);
    this.#strings = new StringTable(
      bytes.subarray(strings.start, strings.end),
      strings.start,
      base === undefined ? undefined : base.#strings,
    );
    this.#names = new NameIndex(this.#words, this.#offsets, this.#strings);
    this.firstId = base === undefined ? 1 : base.typeCount;
    this.typeCount = this.firstId + this.#offsets.length - 1;
  }

  /** @throws ParseError ERR_BTF_MALFORMED for an id that is no type's, or a type that cannot be read. */
  type(id: number): BtfType {
    if (id === 0) return { id: 0, kind: 0, name: "" };
    if (id < this.firstId && this.base !== undefined) return this.base.type(id);
    const position = this.#position(id);
    const at = this.#offsets[position]!;
    const end = this.#offsets[position + 1]!;
    return decodeType(this.#words, this.#strings, { id, at, end, place: this.#place });
  }

  /** The kind of a type, without decoding it; -1 for a kind that BtfKind does not have. */
  kindOf(id: number): BtfKind | -1 {
    if (id === 0) return 0;
    if (id < this.firstId && this.base !== undefined) return this.base.kindOf(id);
    const kind = kindOf(this.#words[this.#offsets[this.#position(id)]! + 1]!);
    return kind <= lastKind ? (kind as BtfKind) : -1;
  }

  /** Ids of the types of its own that are of one kind, by rising id. */
  idsOf(kind: BtfKind): number[] {
    const words = this.#words;
    const offsets = this.#offsets;
    const ids: number[] = [];
    for (let i = 0; i < offsets.length - 1; i++) {
      if (kindOf(words[offsets[i]! + 1]!) === kind) ids.push(this.firstId + i);
    }
    return ids;
  }

  /** The name of a type, without decoding it; "" for one without. */
  nameOf(id: number): string {
    if (id === 0) return "";
    if (id < this.firstId && this.base !== undefined) return this.base.nameOf(id);
    return this.#strings.at(this.#words[this.#offsets[this.#position(id)]!]!);
  }

  /** A type as 32-bit words, a copy: struct btf_type and what follows it. */
  words(id: number): Uint32Array {
    if (id < this.firstId && this.base !== undefined) return this.base.words(id);
    const position = this.#position(id);
    return this.#words.slice(this.#offsets[position], this.#offsets[position + 1]);
  }

  /** Byte of `bytes` (for a type of the base: of the base's) at which a type begins. */
  placeOf(id: number): number {
    if (id === 0) return this.#place;
    if (id < this.firstId && this.base !== undefined) return this.base.placeOf(id);
    return this.#place + this.#offsets[this.#position(id)]! * 4;
  }

  /** The text at a string offset, the base's strings first. */
  string(offset: number): string {
    return this.#strings.at(offset);
  }

  /** The type of this name (and kind) with the lowest id. */
  find<Kind extends BtfKind>(name: string, kind: Kind): BtfTypeOf<Kind> | undefined;
  find(name: string, kind?: BtfKind): BtfType | undefined;
  find(name: string, kind?: BtfKind): BtfType | undefined {
    for (const id of this.#named(nameBytes(name), kind)) return this.type(id);
    return undefined;
  }

  /** All types of this name (and kind), by rising id. C lets a struct, a typedef and a function share a name. */
  findAll<Kind extends BtfKind>(name: string, kind: Kind): BtfTypeOf<Kind>[];
  findAll(name: string, kind?: BtfKind): BtfType[];
  findAll(name: string, kind?: BtfKind): BtfType[] {
    return Array.from(this.#named(nameBytes(name), kind), (id) => this.type(id));
  }

  /** The type behind typedefs, const, volatile, restrict and type tags. */
  resolve(id: number): BtfType {
    return resolveType(this, id);
  }

  /** Bytes that a value of the type takes; a ParseError for a type without a size, such as void. */
  sizeOf(id: number): number {
    return sizeOfType(this, id);
  }

  /** The types of its own, those of the base left out. */
  *[Symbol.iterator](): Generator<BtfType> {
    for (let id = this.firstId; id < this.typeCount; id++) yield this.type(id);
  }

  *#named(name: Uint8Array, kind: BtfKind | undefined): Generator<number> {
    if (this.base !== undefined) yield* this.base.#named(name, kind);
    for (let at = this.#names.next(name, 0); at >= 0; at = this.#names.next(name, at + 1)) {
      const id = this.firstId + at;
      if (kind === undefined || this.kindOf(id) === kind) yield id;
    }
  }

  #position(id: number): number {
    const position = id - this.firstId;
    if (Number.isInteger(id) && position >= 0 && position < this.#offsets.length - 1) return position;
    throw malformedBtf(`no type ${id}; the last is ${this.typeCount - 1}`, this.#place);
  }
}

/**
 * Opens BTF: the contents of an object's `.BTF` section, or of a file under `/sys/kernel/btf`.
 * @throws ParseError ERR_BTF_MALFORMED
 */
export function parseBtf(bytes: Uint8Array, options?: BtfOptions): Btf {
  return new Btf(bytes, options);
}
