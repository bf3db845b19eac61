import { parseBtf } from "../../src/btf/btf.js";
import { ElfFile } from "../../src/elf/file.js";
import { readBtfMaps } from "../../src/object/btf-maps.js";
import { info, madeBtf } from "../btf/made-btf.js";
import { type WriterSymbol, writeElf } from "../elf-writer.js";

/** Type ids that every object here has: int (4 bytes), an int of 8 bytes, a prototype. */
export const int32 = 1;
export const int64 = 2;
export const prototype = 3;

/** How a member encodes what it says; each adds a few types and gives back the id of the member's. */
export type Encoding = (add: (words: number[]) => number, name: (text: string) => number) => number;

export const uint =
  (value: number): Encoding =>
  (add) =>
    add([0, info(2), add([0, info(3), 0, int32, int32, value])]);
export const pointer =
  (type: number | Encoding): Encoding =>
  (add, name) =>
    add([0, info(2), typeof type === "number" ? type : type(add, name)]);
/** `__ulong`: an enum of these values; of two words each for ENUM64. */
export const ulong =
  (...values: number[]): Encoding =>
  (add, name) =>
    add([0, info(6, values.length), 4, ...values.flatMap((value) => [name("VALUE"), value])]);
export const ulong64 =
  (low: number, high: number, signed = 0): Encoding =>
  (add, name) =>
    add([0, info(19, 1, signed), 8, name("VALUE"), low, high]);
export const array =
  (of: Encoding, length = 0): Encoding =>
  (add, name) =>
    add([0, info(3), 0, of(add, name), int32, length]);
export const struct =
  (members: Members, size = members.length * 8): Encoding =>
  (add, name) => {
    const words = members.flatMap(([text, encoding, bits], i) => [
      name(text),
      encoding(add, name),
      bits ?? i * 64,
    ]);
    return add([0, info(4, members.length), size, ...words]);
  };
export const through =
  (kind: 8 | 9 | 10 | 11 | 18, inner: Encoding): Encoding =>
  (add, name) => {
    const type = inner(add, name);
    return add([kind === 8 || kind === 18 ? name("wrapped") : 0, info(kind), type]);
  };
export const type =
  (id: number): Encoding =>
  () =>
    id;

export type Members = readonly (readonly [name: string, encoding: Encoding, bitOffset?: number])[];

export interface MapObject {
  big?: boolean;
  relaxed?: boolean;
  /** Of the map `m`; its struct unless `variable` says otherwise. */
  members?: Members;
  variable?: Encoding;
  linkage?: number;
  bytes?: Uint8Array;
  /** st_size of `m`; the length of `bytes` unless given. */
  symbolSize?: number;
  symbols?: readonly WriterSymbol[];
  slots?: readonly { offset: number; symbol: number }[];
  /** Tags of `m`, of the struct's typedef (type id given by `variable`), or whatever has that id. */
  tags?: readonly { text: string; of: "variable" | "type"; component?: number }[];
}

/** Reads an object of one map `m` in `.maps`, which is symbol 1; symbols given come behind. */
export function readMapObject(object: MapObject) {
  const { big = false, members = [], linkage = 1, slots = [] } = object;
  const data = object.bytes ?? new Uint8Array(Math.max(members.length * 8, 8));
  const byteOrder = big ? "big" : "little";
  const btf = madeBtf({
    byteOrder,
    types(name) {
      const words: number[] = [];
      let count = 0;
      const add = (type: number[]): number => {
        words.push(...type);
        return ++count;
      };
      add([name("int"), info(1), 4, 32]);
      add([name("long"), info(1), 8, 64]);
      add([0, info(13), 0]);
      const typeId = (object.variable ?? struct(members))(add, name);
      const variable = add([name("m"), info(14), typeId, linkage]);
      for (const { text, of, component = -1 } of object.tags ?? []) {
        add([name(text), info(17), of === "variable" ? variable : typeId, component >>> 0]);
      }
      add([name(".maps"), info(15, 1), 0, variable, 0, data.length]);
      return words;
    },
  });
  const file = new ElfFile(
    writeElf({
      big,
      sections: [
        { name: ".maps", data },
        { name: "socket", data: new Uint8Array(16) },
      ],
      symbols: [
        { name: "m", section: ".maps", size: object.symbolSize ?? data.length },
        ...(object.symbols ?? []),
      ],
      relocations: slots.length > 0 ? [{ of: ".maps", entries: [...slots] }] : [],
    }),
  );
  return readBtfMaps(file, parseBtf(btf, { byteOrder }), { relaxed: object.relaxed });
}
