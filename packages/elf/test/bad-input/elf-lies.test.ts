import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseObject } from "../../src/index.js";
import { thrown } from "../elf-writer.js";
import { readObject } from "../objects.js";
import { Judge } from "./verdict.js";

/** Sizes, offsets and counts at the edges of 32, 53 and 64 bits. */
const HUGE = [
  2n ** 31n,
  2n ** 32n - 8n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 32n + 64n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 64n,
  2n ** 64n - 1n,
];
const SHT_NOBITS = 8;

const judge = new Judge();

for (const name of ["le/legacy-libbpf", "be/legacy-gobpf", "le/pinmap", "be/data-sections"]) {
  const little = name.startsWith("le");
  const bytes = new Uint8Array(readObject(name));
  const view = new DataView(bytes.buffer);
  const table = Number(view.getBigUint64(40, little));
  const count = view.getUint16(60, little);

  /** Judges the object with a u64 or u32 field changed, and puts it back. */
  const lie = (at: number, size: 4 | 8, value: bigint, what: string): string => {
    const before = bytes.slice(at, at + size);
    if (size === 8) view.setBigUint64(at, value, little);
    else view.setUint32(at, Number(BigInt.asUintN(32, value)), little);
    const verdict = judge.judge(bytes, () => `${name}: ${what} is ${value}`);
    bytes.set(before, at);
    return verdict;
  };

  test(`${name}: offset, size and entry size of every section`, () => {
    for (let index = 1; index < count; index++) {
      const header = table + 64 * index;
      const stored = view.getUint32(header + 4, little) !== SHT_NOBITS;
      for (const value of HUGE) {
        const refused = stored || value >= 2n ** 53n;
        assert.is(lie(header + 24, 8, value, `offset of section ${index}`) !== "parsed", refused);
        const size = lie(header + 32, 8, value, `size of section ${index}`);
        if (refused) assert.is.not(size, "parsed");
        lie(header + 56, 8, value, `entry size of section ${index}`);
      }
    }
  });

  test(`${name}: name, type, link and info of every section`, () => {
    for (let index = 1; index < count; index++)
      for (const field of [0, 4, 40, 44])
        for (const value of [0n, 1n, 2n, 3n, BigInt(count), 0xffffn, 0x7fff_ffffn, 0xffff_ffffn])
          lie(table + 64 * index + field, 4, value, `word ${field} of section header ${index}`);
  });

  test(`${name}: every word of every symbol`, () => {
    for (let index = 1; index < count; index++) {
      const header = table + 64 * index;
      if (view.getUint32(header + 4, little) !== 2) continue;
      const start = Number(view.getBigUint64(header + 24, little));
      const size = Number(view.getBigUint64(header + 32, little));
      for (let at = start; at < start + size; at += 4)
        for (const value of [0n, 0xffff_ffffn, 0x8000_0000n]) lie(at, 4, value, `word at ${at}`);
      for (const value of HUGE)
        for (let at = start + 24; at < start + size; at += 24) {
          lie(at + 8, 8, value, `value of the symbol at ${at}`);
          lie(at + 16, 8, value, `size of the symbol at ${at}`);
        }
      // A count of symbols that the table does not hold.
      for (const change of [-24n, 24n, 1n, -1n])
        lie(header + 32, 8, BigInt(size) + change, `bytes of symbols changed by ${change}`);
    }
  });

  test(`${name}: every word of every relocation`, () => {
    for (let index = 1; index < count; index++) {
      const header = table + 64 * index;
      if (view.getUint32(header + 4, little) !== 9) continue;
      const start = Number(view.getBigUint64(header + 24, little));
      const size = Number(view.getBigUint64(header + 32, little));
      for (let at = start; at < start + size; at += 4)
        for (const value of [0n, 0xffff_ffffn]) lie(at, 4, value, `word at ${at}`);
    }
  });

  test(`${name}: where the section headers are, and how many`, () => {
    for (const value of [0n, 1n, BigInt(bytes.length), ...HUGE])
      assert.is.not(lie(40, 8, value, "section header offset"), "parsed");
    for (const value of [0x0000, 0x0001, 0xff00, 0xffff]) {
      const before = view.getUint32(60, little);
      view.setUint16(60, value, little);
      assert.is.not(
        judge.judge(bytes, () => `${name}: ${value} sections`),
        "parsed",
      );
      view.setUint32(60, before, little);
    }
  });
}

test("what a lie is about is said", () => {
  const bytes = new Uint8Array(readObject("le/legacy-libbpf"));
  const view = new DataView(bytes.buffer);
  const table = Number(view.getBigUint64(40, true));
  const { length } = bytes;
  view.setBigUint64(table + 64 * 2 + 32, 2n ** 32n, true);
  const error = thrown(() => parseObject(bytes));
  assert.is(error.code, "ERR_ELF_TRUNCATED");
  assert.is(error.section, ".text");
  assert.is(error.offset, table + 64 * 2 + 24);
  assert.match(error.message, new RegExp(`4294967296 bytes at 64.*${length} bytes`));
});

test.run();
