import type { LiveMemory } from "./live-memory.js";
import { integerWords, isWordSize, type WordSize } from "./words.js";

/** Where equal cells lie in a map's memory, in bytes. */
export interface CellPlaces {
  readonly memory: LiveMemory;
  /** Of the first cell. */
  readonly base: number;
  /** From one cell to the next. */
  readonly stride: number;
  /** Of a cell. */
  readonly size: number;
}

/**
 * Moves cells between a map's memory and two private rooms of a cell's size. Values are decoded there, never in the
 * memory itself: programs change it meanwhile, and what decodes text measures it first.
 */
export interface CellCopies {
  readonly incoming: Uint8Array;
  readonly outgoing: Uint8Array;
  /** Copies a cell to `incoming`. @throws MapError ERR_MAP_CLOSED */
  load(index: number): void;
  /** Copies `outgoing` to a cell. @throws MapError ERR_MAP_CLOSED, ERR_MAP_READ_ONLY */
  store(index: number): void;
}

/** Bytes from which on the engine's own copying is faster than a loop. */
const longCell = 512;

/** Whether words of that size fit the cells' places. */
export const isAligned = ({ memory, base, stride }: CellPlaces, size: number): boolean =>
  (memory.bytes.byteOffset + base) % size === 0 && stride % size === 0;

/** The fastest way there is for these cells. */
export function cellCopies(places: CellPlaces): CellCopies {
  const { memory, size } = places;
  if (!memory.writable) return copiesOut(places);
  if (isWordSize(size) && isAligned(places, size)) return copiesByWord(places, size);
  if (size === 0 || size > longCell) return longCopies(places);
  return size % 4 === 0 && isAligned(places, 4) ? copiesByWord(places, 4) : copiesByWord(places, 1);
}

function rooms(size: number): { incoming: Uint8Array; outgoing: Uint8Array } {
  return { incoming: new Uint8Array(size), outgoing: new Uint8Array(size) };
}

/**
 * In words of `width` bytes; a cell of one word is never seen half. Integers move all bits, where a double that is no
 * number might become another one.
 */
function copiesByWord({ memory, base, stride, size }: CellPlaces, width: WordSize): CellCopies {
  const { incoming, outgoing } = rooms(size);
  // One type for all: bigints of 8 bytes are only moved.
  const words = integerWords(memory.bytes, base, width) as Uint32Array;
  const into = integerWords(incoming, 0, width) as Uint32Array;
  const from = integerWords(outgoing, 0, width) as Uint32Array;
  const step = stride / width;
  const count = size / width;
  return {
    incoming,
    outgoing,
    load(index) {
      const start = index * step;
      for (let i = 0; i < count; i++) into[i] = words[start + i] ?? memory.gone();
    },
    store(index) {
      const start = index * step;
      // Storing past the end of an array, which the closed ones' is 0, would do nothing.
      if (start + count > words.length) memory.gone();
      for (let i = 0; i < count; i++) words[start + i] = from[i]!;
    },
  };
}

function longCopies({ memory, base, stride, size }: CellPlaces): CellCopies {
  const { incoming, outgoing } = rooms(size);
  const place = (index: number): Uint8Array => {
    const start = base + index * stride;
    const { bytes } = memory;
    return start + size <= bytes.length ? bytes.subarray(start, start + size) : memory.gone();
  };
  return {
    incoming,
    outgoing,
    load: (index) => incoming.set(place(index)),
    store: (index) => place(index).set(outgoing),
  };
}

/** Of memory that can only be copied out. */
function copiesOut({ memory, base, stride, size }: CellPlaces): CellCopies {
  const { incoming, outgoing } = rooms(size);
  return {
    incoming,
    outgoing,
    load: (index) => memory.read(base + index * stride, incoming),
    store: () => memory.refuse(),
  };
}
