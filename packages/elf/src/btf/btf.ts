import type { ByteOrder } from "../byte-order.js";
import type { BtfKind } from "../generated/btf-kind.js";
import { wordsOf } from "../words.js";
import { type DecodeSource, decodeType } from "./decode.js";
import { resolveType, sizeOfType } from "./follow.js";
import { readHeader } from "./header.js";
import { kindLengths, kindOf, lastKind } from "./kind-lengths.js";
import { malformedBtf } from "./malformed.js";
import { NameIndex, nameBytes } from "./name-index.js";
import { StringTable } from "./string-table.js";
import { TypeStarts } from "./type-starts.js";
import type { BtfType, BtfTypeOf } from "./types.js";

export interface BtfOptions {
  /** The BTF that this one continues: the kernel's, for a kernel module's. */
  base?: Btf | undefined;
  /** Byte order that the BTF must have; any is accepted without. */
  byteOrder?: ByteOrder | undefined;
}

/** The words and strings behind a {@link Btf}, for what in this package cannot wait for its types to be decoded. */
export let decodeSourceOf: (btf: Btf) => DecodeSource;

/**
 * Types of an object or a kernel (BTF). Opening checks the header and the first thousand types; the rest is walked
 * and decoded when it is asked for, and what a lie in the bytes makes impossible is then a ParseError
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
  readonly #types: TypeStarts;
  readonly #strings: StringTable;
  readonly #names: NameIndex;
  readonly #source: DecodeSource;

  static {
    decodeSourceOf = (btf) => btf.#source;
  }

  /** @throws ParseError ERR_BTF_MALFORMED */
  constructor(bytes: Uint8Array, options: BtfOptions = {}) {
    const { base } = options;
    const { byteOrder, types, strings, layout } = readHeader(bytes, base !== undefined, options.byteOrder);
    this.bytes = bytes;
    this.byteOrder = byteOrder;
    this.base = base;
    const words = wordsOf(bytes, types.start, (types.end - types.start) >>> 2, byteOrder);
    this.#types = new TypeStarts(words, kindLengths(bytes, layout), types.start);
    this.#strings = new StringTable(
      bytes.subarray(strings.start, strings.end),
      strings.start,
      base === undefined ? undefined : base.#strings,
    );
    this.#names = new NameIndex(this.#types, this.#strings);
    this.#source = { types: this.#types, words, strings: this.#strings };
    this.firstId = base === undefined ? 1 : base.typeCount;
  }

  /** Number of type ids, void and those of the base included. Walks, so checks, all types. */
  get typeCount(): number {
    return this.firstId + this.#types.count;
  }

  /** @throws ParseError ERR_BTF_MALFORMED for an id that is no type's, or a type that cannot be read. */
  type(id: number): BtfType {
    if (id === 0) return { id: 0, kind: 0, name: "" };
    if (id < this.firstId && this.base !== undefined) return this.base.type(id);
    return decodeType(this.#source, id, this.#start(id));
  }

  /** The kind of a type, without decoding it; -1 for a kind that BtfKind does not have. */
  kindOf(id: number): BtfKind | -1 {
    if (id === 0) return 0;
    if (id < this.firstId && this.base !== undefined) return this.base.kindOf(id);
    const kind = kindOf(this.#types.words[this.#start(id) + 1]!);
    return kind <= lastKind ? (kind as BtfKind) : -1;
  }

  /** Ids of the types of its own that are of one kind, by rising id. */
  idsOf(kind: BtfKind): number[] {
    return this.#types.positionsOf(kind).map((position) => this.firstId + position);
  }

  /** The name of a type, without decoding it; "" for one without. */
  nameOf(id: number): string {
    if (id === 0) return "";
    if (id < this.firstId && this.base !== undefined) return this.base.nameOf(id);
    return this.#strings.at(this.#types.words[this.#start(id)]!);
  }

  /** A type as 32-bit words, a copy: struct btf_type and what follows it. */
  words(id: number): Uint32Array {
    if (id < this.firstId && this.base !== undefined) return this.base.words(id);
    return this.#types.slice(this.#start(id));
  }

  /** Byte of `bytes` (for a type of the base: of the base's) at which a type begins. */
  placeOf(id: number): number {
    if (id === 0) return this.#types.place;
    if (id < this.firstId && this.base !== undefined) return this.base.placeOf(id);
    return this.#types.place + this.#start(id) * 4;
  }

  /** The text at a string offset, the base's strings first. */
  string(offset: number): string {
    return this.#strings.at(offset);
  }

  /** The type of this name (and kind) with the lowest id. */
  find<Kind extends BtfKind>(name: string, kind: Kind): BtfTypeOf<Kind> | undefined;
  find(name: string, kind?: BtfKind): BtfType | undefined;
  find(name: string, kind?: BtfKind): BtfType | undefined {
    const id = this.findId(name, kind);
    return id === undefined ? undefined : this.type(id);
  }

  /** The id of what {@link find} finds, which is not decoded. */
  findId(name: string, kind?: BtfKind): number | undefined {
    return this.base?.findId(name, kind) ?? this.#nextId(nameBytes(name), kind, this.firstId);
  }

  /** All types of this name (and kind), by rising id. C lets a struct, a typedef and a function share a name. */
  findAll<Kind extends BtfKind>(name: string, kind: Kind): BtfTypeOf<Kind>[];
  findAll(name: string, kind?: BtfKind): BtfType[];
  findAll(name: string, kind?: BtfKind): BtfType[] {
    const found: BtfType[] = this.base === undefined ? [] : this.base.findAll(name, kind as BtfKind);
    const bytes = nameBytes(name);
    let id = this.#nextId(bytes, kind, this.firstId);
    while (id !== undefined) {
      found.push(this.type(id));
      id = this.#nextId(bytes, kind, id + 1);
    }
    return found;
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

  /** The lowest id of its own, from `id` on, of a type of this name and kind. */
  #nextId(name: Uint8Array, kind: BtfKind | undefined, id: number): number | undefined {
    const first = kind === undefined ? 0 : this.#types.firstOf(kind);
    if (first < 0) return undefined;
    let position = this.#names.next(name, Math.max(id - this.firstId, first));
    while (kind !== undefined && position >= 0 && this.kindOf(this.firstId + position) !== kind)
      position = this.#names.next(name, position + 1);
    return position < 0 ? undefined : this.firstId + position;
  }

  /** The word at which a type of its own begins. */
  #start(id: number): number {
    const start = this.#types.at(id - this.firstId);
    if (start !== undefined) return start;
    throw malformedBtf(`no type ${id}; the last is ${this.typeCount - 1}`, this.#types.place);
  }
}

/**
 * Opens BTF: the contents of an object's `.BTF` section, or of a file under `/sys/kernel/btf`.
 * @throws ParseError ERR_BTF_MALFORMED
 */
export function parseBtf(bytes: Uint8Array, options?: BtfOptions): Btf {
  return new Btf(bytes, options);
}
