import { byteView } from "../codec/byte-view.js";
import type { Codec } from "../codec/codec.js";
import type { Layout } from "../layout/layout.js";
import { type CellCopies, type CellPlaces, cellCopies, isAligned } from "./cell-copies.js";
import { exactNumber, numberReader } from "./number-reader.js";
import { boolReader, type CellRange, wordReader } from "./scalar-readers.js";
import { floatWords, integerWords, isWordSize, type Words } from "./words.js";

/**
 * Reads and writes values of one layout that lie at equal distances in a map's memory. All throw a RangeError
 * (ERR_OUT_OF_RANGE) for an index without a cell, and MapError ERR_MAP_CLOSED once the memory was closed.
 */
export interface Cells<V> {
  readonly places: CellPlaces;
  readonly layout: Layout;
  readonly copies: CellCopies;
  readonly range: CellRange;
  readonly read: (index: number) => V;
  /** An integer or float as a number. @throws RangeError past 2^53 - 1; TypeError for another layout */
  readonly readNumber: (index: number) => number;
  /** @throws ValueError, with `path` in front; MapError ERR_MAP_READ_ONLY: the memory is as it was, then. */
  readonly write: (index: number, value: V, path: string) => void;
}

/** Where cells lie, and their number. */
export interface CellExtent extends Omit<CellPlaces, "size"> {
  readonly length: number;
}

/** The caller sees to it that all cells lie inside the memory. */
export function makeCells<V>(extent: CellExtent, codec: Codec<V>): Cells<V> {
  const { memory, base, stride, length } = extent;
  const places: CellPlaces = { memory, base, stride, size: codec.size };
  const copies = cellCopies(places);
  const missing = (index: number): never => {
    if (index >>> 0 === index && index < length) return memory.gone();
    const text = `there is no element ${index}: they are numbered from 0 to ${length - 1}`;
    throw Object.assign(new RangeError(text), { code: "ERR_OUT_OF_RANGE" });
  };
  const words = scalarWords(places, codec.layout);
  const range: CellRange = { step: stride / codec.size, length, missing };
  const read: (index: number) => V =
    words === undefined ? copyReader(copies, codec, range) : scalarReader(words, codec.layout, range);
  return {
    places,
    layout: codec.layout,
    copies,
    range,
    read,
    readNumber: numbersOf(read as (index: number) => unknown, words, codec.layout, range),
    write: writer(copies, codec, range),
  };
}

/** Memory as words that are the cells' values as they are; undefined where reading takes more than a load. */
function scalarWords(places: CellPlaces, layout: Layout): Words | undefined {
  const { memory, base, size } = places;
  if (!memory.writable || !isWordSize(size) || !isAligned(places, size)) return undefined;
  if (layout.kind === "integer") return integerWords(memory.bytes, base, size, layout.signed);
  if (layout.kind === "pointer" || (layout.kind === "bool" && size === 1))
    return integerWords(memory.bytes, base, size);
  return layout.kind === "float" ? floatWords(memory.bytes, base, layout.size) : undefined;
}

function scalarReader<V>(words: Words, { kind }: Layout, range: CellRange): (index: number) => V {
  return kind === "bool" ? (boolReader(words, range) as (index: number) => V) : wordReader(words, range);
}

function copyReader<V>(
  copies: CellCopies,
  codec: Codec<V>,
  { length, missing }: CellRange,
): (index: number) => V {
  const incoming = byteView(copies.incoming);
  return (index) => {
    if (index >>> 0 !== index || index >= length) missing(index);
    copies.load(index);
    return codec.decode(incoming, 0);
  };
}

function numbersOf(
  read: (index: number) => unknown,
  words: Words | undefined,
  { kind }: Layout,
  range: CellRange,
): (index: number) => number {
  if (kind !== "integer" && kind !== "float") {
    return () => {
      throw Object.assign(new TypeError(`a number is an integer or a float, not a ${kind}`), {
        code: "ERR_INVALID_ARG_TYPE",
      });
    };
  }
  if (words instanceof BigUint64Array || words instanceof BigInt64Array) {
    const doubles = new Float64Array(words.buffer, words.byteOffset, words.length);
    return numberReader(doubles, read as (index: number) => bigint, range);
  }
  if (words !== undefined) return read as (index: number) => number;
  return (index) => {
    const value = read(index) as number | bigint;
    return typeof value === "bigint" ? exactNumber(value) : value;
  };
}

function writer<V>(copies: CellCopies, codec: Codec<V>, { length, missing }: CellRange): Cells<V>["write"] {
  const outgoing = byteView(copies.outgoing);
  let busy = false;
  return (index, value, path) => {
    if (index >>> 0 !== index || index >= length) missing(index);
    // A getter of the value may write here as well: the half that is encoded by then is put back.
    const interrupted = busy ? copies.outgoing.slice() : undefined;
    busy = true;
    try {
      codec.encode(value, outgoing, 0, path);
      copies.store(index);
    } finally {
      busy = interrupted !== undefined;
      if (interrupted !== undefined) copies.outgoing.set(interrupted);
    }
  };
}
