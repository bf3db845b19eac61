import type { ByteOrder } from "../byte-order.js";

const headerLength = 24;
const encoder = new TextEncoder();

/** Puts BTF together: types in the order they are added, strings behind those it starts with. */
export class BtfBuilder {
  readonly #strings: Uint8Array;
  readonly #added: Uint8Array[] = [];
  readonly #offsets = new Map<string, number>();
  readonly #words: number[] = [];
  #stringLength: number;
  #nextId = 1;

  /** @param strings A string section; its offsets stay valid. */
  constructor(strings: Uint8Array) {
    this.#strings = strings;
    this.#stringLength = strings.length;
  }

  /** Adds a type and returns its id. */
  addType(words: Iterable<number>): number {
    for (const word of words) this.#words.push(word);
    return this.#nextId++;
  }

  /** Offset of a string; one that was added before is shared. */
  addString(text: string): number {
    if (text === "") return 0;
    const known = this.#offsets.get(text);
    if (known !== undefined) return known;
    const offset = this.#stringLength;
    const bytes = encoder.encode(`${text}\0`);
    this.#added.push(bytes);
    this.#stringLength += bytes.length;
    this.#offsets.set(text, offset);
    return offset;
  }

  /** The BTF: header, types, strings, as every kernel reads it. */
  build(byteOrder: ByteOrder): Uint8Array {
    const typeLength = this.#words.length * 4;
    const bytes = new Uint8Array(headerLength + typeLength + this.#stringLength);
    const view = new DataView(bytes.buffer);
    const little = byteOrder === "little";
    view.setUint16(0, 0xeb9f, little);
    view.setUint8(2, 1);
    const fields = [headerLength, 0, typeLength, typeLength, this.#stringLength];
    fields.forEach((value, i) => {
      view.setUint32(4 + i * 4, value, little);
    });
    let at = headerLength;
    for (const word of this.#words) {
      view.setUint32(at, word, little);
      at += 4;
    }
    for (const part of [this.#strings, ...this.#added]) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}

/** btf_type.info */
export function typeInfo(kind: number, length = 0, flag = false): number {
  return ((flag ? 0x80000000 : 0) | (kind << 24) | length) >>> 0;
}
