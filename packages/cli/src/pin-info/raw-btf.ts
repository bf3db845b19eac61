/** A type as struct btf_type has it (include/uapi/linux/btf.h). */
export interface RawType {
  readonly name: string;
  /** BTF_KIND_*. */
  readonly kind: number;
  /** The type that it leads to, or its size. */
  readonly type: number;
  /** Name of the first member or parameter; "" without any. */
  readonly firstName: string;
}

/** Words behind the three of struct btf_type, by kind: once, and for each member. */
const tails: readonly (readonly [once: number, each: number])[] = [
  [0, 0],
  [1, 0], // INT
  [0, 0], // PTR
  [3, 0], // ARRAY
  [0, 3], // STRUCT
  [0, 3], // UNION
  [0, 2], // ENUM
  ...new Array(6).fill([0, 0]), // FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC
  [0, 2], // FUNC_PROTO
  [1, 0], // VAR
  [0, 3], // DATASEC
  [0, 0], // FLOAT
  [1, 0], // DECL_TAG
  [0, 0], // TYPE_TAG
  [0, 3], // ENUM64
];

const headerWords = 24 / 4;

/**
 * BTF of the running kernel, as far as looking up a few types takes: `parseBtf` of `@bpf/elf` does all of it, at four times
 * the size of `show`'s other code for programs.
 */
export class RawBtf {
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #strings: number;
  readonly #base: RawBtf | undefined;
  readonly #firstId: number;
  /** Where strings begin and end, of all that this BTF and its base have. */
  readonly #firstString: number;
  readonly #stringsEnd: number;

  /** @param base the kernel's, of which a module's BTF is the continuation */
  constructor(bytes: Uint8Array, base?: RawBtf) {
    // A copy begins at a multiple of 4.
    this.#bytes = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    this.#words = new Uint32Array(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length >> 2);
    if (this.#words.length < headerWords) throw new RangeError("BTF of the kernel without a header");
    const [, headerLength, , , stringOffset, stringLength] = this.#words as unknown as number[];
    this.#strings = headerLength! + stringOffset!;
    this.#base = base;
    this.#firstId = base === undefined ? 1 : base.#lastId() + 1;
    this.#firstString = base === undefined ? 0 : base.#stringsEnd;
    this.#stringsEnd = this.#firstString + stringLength!;
  }

  /** @throws RangeError for a type that is not there, or cannot be found */
  type(id: number): RawType {
    if (id < this.#firstId && this.#base !== undefined) return this.#base.type(id);
    const words = this.#words;
    let at = this.#typesStart();
    for (let each = this.#firstId; each < id; each++) at = this.#next(at);
    if (id === 0 || at >= this.#typesEnd()) throw new RangeError(`BTF of the kernel without a type ${id}`);
    const info = words[at + 1]!;
    const [once, members] = tails[kindOf(info)]!;
    const hasMembers = members > 0 && (info & 0xffffff) > 0;
    return {
      name: this.#string(words[at]!),
      kind: kindOf(info),
      type: words[at + 2]!,
      firstName: hasMembers ? this.#string(words[at + 3 + once]!) : "",
    };
  }

  #typesStart(): number {
    return (this.#words[1]! + this.#words[2]!) >> 2;
  }

  #typesEnd(): number {
    return Math.min(this.#typesStart() + (this.#words[3]! >> 2), this.#words.length - 2);
  }

  #next(at: number): number {
    if (at >= this.#typesEnd()) throw new RangeError("BTF of the kernel that ends early");
    const info = this.#words[at + 1]!;
    const tail = tails[kindOf(info)];
    if (tail === undefined) throw new RangeError(`BTF of the kernel with a type of kind ${kindOf(info)}`);
    return at + 3 + tail[0] + tail[1] * (info & 0xffffff);
  }

  #lastId(): number {
    let id = this.#firstId - 1;
    for (let at = this.#typesStart(); at < this.#typesEnd(); at = this.#next(at)) id++;
    return id;
  }

  #string(offset: number): string {
    if (this.#base !== undefined && offset < this.#firstString) return this.#base.#string(offset);
    const from = this.#strings + offset - this.#firstString;
    const end = this.#bytes.indexOf(0, from);
    return new TextDecoder().decode(this.#bytes.subarray(from, end < 0 ? from : end));
  }
}

/** Seven bits; kernels before 7.1 used five of them. */
const kindOf = (info: number): number => (info >>> 24) & 0x7f;
