import { type Btf, BtfKind, parseBtf } from "@bpf/elf";

/** `[name, type, bit offset]`, with the width for bit fields of structs that have kind_flag. */
export type MemberWords = readonly [name: string, type: number, bitOffset: number, width?: number];

export interface IntOptions {
  signed?: boolean;
  char?: boolean;
  bool?: boolean;
  bits?: number;
  bitOffset?: number;
}

/** Writes BTF type by type, lies included; each method returns the id of the type. Layout: linux/btf.h. */
export class BtfWriter {
  readonly #words: number[] = [];
  readonly #offsets = new Map<string, number>();
  #strings = "\0";
  #stringLength = 1;
  #count = 0;

  int(name: string, size: number, options: IntOptions = {}): number {
    const { signed, char, bool, bits = size * 8, bitOffset = 0 } = options;
    const encoding = (signed ? 1 : 0) | (char ? 2 : 0) | (bool ? 4 : 0);
    return this.#add(name, BtfKind.INT, { size, tail: [(encoding << 24) | (bitOffset << 16) | bits] });
  }

  float(name: string, size: number): number {
    return this.#add(name, BtfKind.FLOAT, { size });
  }

  pointer(type: number): number {
    return this.#add("", BtfKind.PTR, { size: type });
  }

  array(type: number, length: number): number {
    return this.#add("", BtfKind.ARRAY, { size: 0, tail: [type, type, length] });
  }

  /** kind_flag is set where a member has a width. */
  struct(name: string, size: number, members: readonly MemberWords[], kind: number = BtfKind.STRUCT): number {
    const flag = members.some(([, , , width]) => width !== undefined);
    const tail = members.flatMap(([name, type, offset, width = 0]) => [
      this.string(name),
      type,
      (width << 24) | offset,
    ]);
    return this.#add(name, kind, { size, count: members.length, flag, tail });
  }

  union(name: string, size: number, members: readonly MemberWords[]): number {
    return this.struct(name, size, members, BtfKind.UNION);
  }

  enum(name: string, size: number, values: Readonly<Record<string, number>>, signed = false): number {
    const entries = Object.entries(values);
    const tail = entries.flatMap(([name, value]) => [this.string(name), value]);
    return this.#add(name, BtfKind.ENUM, { size, count: entries.length, flag: signed, tail });
  }

  enum64(name: string, size: number, values: Readonly<Record<string, bigint>>, signed = false): number {
    const entries = Object.entries(values);
    const tail = entries.flatMap(([name, value]) => {
      const raw = BigInt.asUintN(64, value);
      return [this.string(name), Number(raw & 0xffffffffn), Number(raw >> 32n)];
    });
    return this.#add(name, BtfKind.ENUM64, { size, count: entries.length, flag: signed, tail });
  }

  /** TYPEDEF, CONST, VOLATILE, RESTRICT, TYPE_TAG, FUNC. */
  refer(kind: number, type: number, name = ""): number {
    return this.#add(name, kind, { size: type });
  }

  forward(name: string): number {
    return this.#add(name, BtfKind.FWD, { size: 0 });
  }

  variable(name: string, type: number): number {
    return this.#add(name, BtfKind.VAR, { size: type, tail: [1] });
  }

  section(
    name: string,
    size: number,
    variables: readonly (readonly [type: number, offset: number, size: number])[],
  ): number {
    return this.#add(name, BtfKind.DATASEC, { size, count: variables.length, tail: variables.flat() });
  }

  /** The id that the next type will have. */
  get nextId(): number {
    return this.#count + 1;
  }

  string(text: string): number {
    if (text === "") return 0;
    let offset = this.#offsets.get(text);
    if (offset === undefined) {
      offset = this.#stringLength;
      this.#offsets.set(text, offset);
      this.#strings += `${text}\0`;
      this.#stringLength += Buffer.byteLength(text) + 1;
    }
    return offset;
  }

  bytes(): Uint8Array {
    const strings = Buffer.from(this.#strings);
    const types = Buffer.from(Uint32Array.from(this.#words).buffer);
    const header = Uint32Array.of(0x0001eb9f, 24, 0, types.length, types.length, strings.length);
    return new Uint8Array(Buffer.concat([Buffer.from(header.buffer), types, strings]));
  }

  btf(): Btf {
    return parseBtf(this.bytes());
  }

  #add(
    name: string,
    kind: number,
    {
      size,
      count = 0,
      flag = false,
      tail = [],
    }: { size: number; count?: number; flag?: boolean; tail?: readonly number[] },
  ): number {
    this.#words.push(this.string(name), ((flag ? 0x80000000 : 0) | (kind << 24) | count) >>> 0, size);
    for (const word of tail) this.#words.push(word);
    this.#count++;
    return this.#count;
  }
}

/** The BTF that `write` makes, and the id that it returns. */
export function written(write: (writer: BtfWriter) => number): { btf: Btf; id: number } {
  const writer = new BtfWriter();
  const id = write(writer);
  return { btf: writer.btf(), id };
}
