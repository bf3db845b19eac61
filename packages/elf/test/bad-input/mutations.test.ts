import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ElfFile } from "../../src/elf/file.js";
import { objectPaths } from "../objects.js";
import { Random } from "./random.js";
import { Judge } from "./verdict.js";

/** `BPF_MUTATION_SEED` repeats a run, `BPF_MUTATION_COUNT` lengthens one. */
const seed = Number(process.env.BPF_MUTATION_SEED ?? Math.floor(Math.random() * 2 ** 32));
const count = Number(process.env.BPF_MUTATION_COUNT ?? 20_000);

/** Values that counts, sizes and offsets do not survive. */
const LIES = [0, 1, 2, 7, 8, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff];

const objects = [...objectPaths("le"), ...objectPaths("be")].map((path) => {
  const bytes = new Uint8Array(readFileSync(path));
  return { path, bytes, places: interestingPlaces(bytes) };
});

/** Starts of the fields that other bytes are found through: headers, symbols, relocations, and all of .BTF. */
function interestingPlaces(bytes: Uint8Array): [start: number, size: number][] {
  const file = new ElfFile(bytes);
  const table = bytes.length - 64 * file.sections.length;
  const places: [number, number][] = [
    [0, 64],
    [table, bytes.length - table],
  ];
  for (const { name, type, offset, size } of file.sections)
    if (size > 0 && (type === 2 || type === 3 || type === 9 || name === ".BTF" || name.includes("maps")))
      places.push([offset, size]);
  return places;
}

/** Changes `bytes` in one to four places; mostly where it hurts. */
function mutate(random: Random, bytes: Uint8Array, places: readonly [number, number][]): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let change = random.below(4); change >= 0; change--) {
    const [start, size] = random.below(4) === 0 ? ([0, copy.length] as const) : random.of(places);
    const at = start + random.below(size);
    switch (random.below(6)) {
      case 0:
        copy[at] = random.below(256);
        break;
      case 1:
        copy[at]! ^= 1 << random.below(8);
        break;
      case 2:
        if ((at & ~3) + 4 <= copy.length) view.setUint32(at & ~3, random.of(LIES), random.below(2) === 0);
        break;
      case 3:
        if ((at & ~3) + 4 <= copy.length)
          view.setUint32(at & ~3, random.below(copy.length), random.below(2) === 0);
        break;
      case 4:
        copy.copyWithin(at, random.below(copy.length), random.below(copy.length));
        break;
      case 5:
        copy.fill(random.of([0, 0xff]), at, at + random.below(32));
        break;
    }
  }
  return copy;
}

test(`${count} random mutations, BPF_MUTATION_SEED=${seed}`, () => {
  console.log(`BPF_MUTATION_SEED=${seed} BPF_MUTATION_COUNT=${count}`);
  const random = new Random(seed);
  const judge = new Judge();
  for (let number = 0; number < count; number++) {
    const { path, bytes, places } = random.of(objects);
    const mutated = mutate(random, bytes, places);
    judge.judge(mutated, () => `mutation ${number} of seed ${seed}, of ${path}`);
  }
  const { parsed, refused, slowest, codes, growth } = judge.totals;
  const counts = [...codes].map(([code, times]) => `${code} ${times}`).join(", ");
  console.log(`${counts}; slowest ${slowest.toFixed(1)} ms; grew ${growth >> 20} MB`);
  assert.is(parsed + refused, count);
  // Mutations that never hurt, or always kill in the header, would test nothing.
  assert.ok(parsed > count / 20 && refused > count / 20);
  for (const code of ["ERR_ELF_TRUNCATED", "ERR_ELF_MALFORMED", "ERR_BTF_MALFORMED", "ERR_MAP_DEFINITION"])
    assert.ok(codes.has(code), `${code} never came`);
});

test.run();
