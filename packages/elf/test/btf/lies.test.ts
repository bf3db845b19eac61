/** Whatever the bytes are, reading BTF ends in an answer or in a ParseError, soon, with bounded memory. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Btf, parseBtf } from "../../src/btf/btf.js";
import { fitTypes } from "../../src/btf/fit.js";
import { oldestBtfFeatures } from "../../src/btf/fit-features.js";
import { ElfFile } from "../../src/elf/file.js";
import { ParseError } from "../../src/errors.js";
import { cpuTime } from "../cpu-time.js";
import { readObject } from "../objects.js";
import { byteOrders, info, madeBtf } from "./made-btf.js";

const test = suite("lies");

/** A ParseError is an answer; anything else thrown is a failure of the test. */
function answer(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (!ParseError.is(error)) throw error;
    assert.type(error.code, "string");
    assert.type(error.offset, "number");
    return false;
  }
}

/** Does with the BTF whatever can be done, and counts the questions that were answered. */
function useAll(bytes: Uint8Array): number {
  let btf: Btf | undefined;
  let answers = 0;
  const ask = (run: () => unknown) => {
    if (answer(run)) answers++;
  };
  ask(() => {
    btf = parseBtf(bytes);
  });
  if (btf === undefined) return answers;
  const opened = btf;
  for (let id = 0; id <= opened.typeCount; id++) {
    ask(() => opened.type(id));
    ask(() => opened.sizeOf(id));
    ask(() => opened.resolve(id));
    ask(() => opened.nameOf(id));
  }
  for (const name of ["int", "flow", ""]) for (let i = 0; i < 10; i++) ask(() => opened.findAll(name));
  const facts = { size: () => 64, offset: () => 8 };
  ask(() => fitTypes(opened, facts));
  ask(() => fitTypes(opened, facts, oldestBtfFeatures));
  return answers;
}

function btfOf(name: string): Uint8Array {
  const file = new ElfFile(readObject(name));
  return file.contents(file.section(".BTF")!);
}

test("every truncation", () => {
  for (const order of ["le", "be"]) {
    const bytes = btfOf(`${order}/btf-definitions`);
    assert.ok(useAll(bytes) > 100);
    for (let length = 0; length < bytes.length; length++) useAll(bytes.subarray(0, length));
  }
});

test("random changes", () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  console.log(`SEED=${seed}`);
  const random = generator(seed);
  const originals = ["le/btf-definitions", "be/btf-definitions", "le/programs", "be/data-sections"].map(
    btfOf,
  );
  for (let round = 0; round < 2000; round++) {
    const bytes = Uint8Array.from(originals[round % originals.length]!);
    for (let i = random() % 4; i >= 0; i--) {
      const at = random() % bytes.length;
      bytes[at] = [0, 0xff, 0x7f, 0x80, bytes[at]! ^ (1 << (random() % 8)), random()][random() % 6]!;
    }
    useAll(bytes);
  }
});

/** A linear congruential generator (Numerical Recipes' constants), its upper bits. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}

test("a megabyte of the smallest types, all in loops, is quick", () => {
  for (const byteOrder of byteOrders) {
    const count = 80_000;
    const words: number[] = [];
    for (let id = 1; id <= count; id++) words.push(0, info(8), (id % count) + 1);
    const bytes = madeBtf({ byteOrder, types: () => words });
    const start = cpuTime();
    assert.ok(useAll(bytes) >= count);
    assert.ok(cpuTime() - start < 5000);
  }
});

test("arrays of arrays to 2^1000 elements end", () => {
  const words: number[] = [];
  for (let id = 1; id <= 31; id++) words.push(0, info(3), 0, id + 1, 1, 0xffffffff);
  const btf = parseBtf(madeBtf({ types: (s) => [...words, s("c"), info(1), 1, 8] }));
  assert.not(answer(() => btf.sizeOf(1)));
});

test.run();
