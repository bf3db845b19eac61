import { sectionsOf } from "./elf-sections.js";
import type { Random } from "./random.js";

/** Values that counts, sizes and offsets do not survive. */
const lies = [0, 1, 2, 7, 8, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff];

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)]!;

/** Start and size of parts of a file. */
export type Place = readonly [start: number, size: number];

/** Where a loader looks: the ELF header, the sections' headers, and the sections themselves but for DWARF. */
export function placesOf(bytes: Uint8Array): Place[] {
  const { tableAt, sections } = sectionsOf(bytes);
  const read = sections.filter(({ name, size }) => size > 0 && !/debug|addrsig/.test(name));
  return [[0, 64], [tableAt, bytes.length - tableAt], ...read.map(({ at, size }): Place => [at, size])];
}

/** A copy of `bytes` with one to three changes in places that matter. */
export function mutate(random: Random, bytes: Uint8Array, places: readonly Place[]): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let changes = random.below(3); changes >= 0; changes--) {
    const [start, size] = pick(random, places);
    const at = start + random.below(size);
    const word = Math.min(at & ~3, copy.length - 4);
    switch (random.below(6)) {
      case 0:
        copy[at] = random.below(256);
        break;
      case 1:
        copy[at]! ^= 1 << random.below(8);
        break;
      case 2:
        view.setUint32(word, pick(random, lies), true);
        break;
      case 3:
        view.setUint32(word, random.below(copy.length), true);
        break;
      case 4: {
        const [from, length] = pick(random, places);
        const begin = from + random.below(length);
        copy.copyWithin(at, begin, begin + random.below(32));
        break;
      }
      case 5:
        copy.fill(pick(random, [0, 0xff]), at, at + random.below(16));
        break;
    }
  }
  return copy;
}
