import { test } from "uvu";
import * as assert from "uvu/assert";
import { type WriterSection, type WriterSymbol, words, writeElf } from "../elf-writer.js";
import { Judge } from "./verdict.js";

/** Objects made so that a careless reader takes time or memory out of proportion to their size. */
const COUNT = 5000;
const EXECUTABLE = 6;
const FUNC = 2;
const judge = new Judge();

function verdict(what: string, bytes: Uint8Array): string {
  return judge.judge(bytes, () => what);
}

function symbols(count: number, make: (at: number) => WriterSymbol): WriterSymbol[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

test("symbols that all share one long name", () => {
  const name = "n".repeat(100_000);
  const shared = { section: "xdp", type: FUNC, size: 8, name };
  const sections = [{ name: "xdp", flags: EXECUTABLE, data: new Uint8Array(8 * COUNT) }];
  const object = writeElf({ sections, symbols: symbols(COUNT, (at) => ({ ...shared, value: 8 * at })) });
  assert.is(verdict("long names", object), "ERR_ELF_MALFORMED");
});

test("sections that all share one long name", () => {
  const name = "n".repeat(100_000);
  const sections = Array.from({ length: COUNT }, () => ({ name }));
  assert.is(verdict("long section names", writeElf({ sections })), "ERR_ELF_MALFORMED");
});

test("map definitions that all cover the whole section", () => {
  const data = new Uint8Array(20 * COUNT);
  const whole = { section: "maps", size: data.length };
  const object = writeElf({
    sections: [{ name: "maps", data }],
    symbols: symbols(COUNT, (at) => ({ ...whole, name: `m${at}` })),
  });
  assert.is(verdict("overlapping definitions", object), "ERR_MAP_DEFINITION");
});

test("programs that overlap in steps", () => {
  const data = new Uint8Array(8 * COUNT);
  const object = writeElf({
    sections: [{ name: "xdp", flags: EXECUTABLE, data }],
    symbols: symbols(COUNT, (at) => ({
      name: `p${at}`,
      section: "xdp",
      type: FUNC,
      value: 8 * at,
      size: data.length - 8 * at,
    })),
  });
  assert.is(verdict("overlapping programs", object), "ERR_PROGRAM_MALFORMED");
});

test("aliases of one program with many relocations", () => {
  const data = new Uint8Array(8 * COUNT);
  const object = writeElf({
    sections: [{ name: "xdp", flags: EXECUTABLE, data }],
    symbols: symbols(COUNT, (at) => ({ name: `p${at}`, section: "xdp", type: FUNC, size: data.length })),
    relocations: [
      { of: "xdp", entries: Array.from({ length: COUNT }, (_, at) => ({ offset: 8 * at, symbol: 1 })) },
    ],
  });
  assert.is(verdict("aliases", object), "parsed");
});

test("many sections over the same bytes", () => {
  const sections = Array.from({ length: COUNT }, (_, at) => ({
    name: `.data.${at}`,
    offset: 64,
    size: 64 * COUNT,
  }));
  assert.is(verdict("overlapping sections", writeElf({ sections })), "ERR_ELF_MALFORMED");
});

test("many relocation sections of one section, over the same bytes", () => {
  const data = new Uint8Array(8 * COUNT);
  const xdp: WriterSection = { name: "xdp", flags: EXECUTABLE, data };
  const rels = Array.from({ length: COUNT }, () => ({
    name: ".relxdp",
    type: 9,
    offset: 64,
    size: data.length,
    info: 1,
  }));
  assert.is(verdict("overlapping relocations", writeElf({ sections: [xdp, ...rels] })), "ERR_ELF_MALFORMED");
});

test("many sections and many maps are only many", () => {
  const sections = Array.from({ length: COUNT }, (_, at) => ({
    name: `maps/m${at}`,
    data: words([1, 4, 4, at, 0]),
  }));
  assert.is(verdict("many sections", writeElf({ sections })), "parsed");
  const data = new Uint8Array(20 * COUNT);
  const object = writeElf({
    sections: [{ name: "maps", data }],
    symbols: symbols(COUNT, (at) => ({ name: `m${at}`, section: "maps", value: 20 * at })),
  });
  assert.is(verdict("many maps", object), "parsed");
});

test("a .bss that claims all memory is not allocated", () => {
  const sections = Array.from({ length: 100 }, (_, at) => ({
    name: `.bss.${at}`,
    type: 8,
    size: 0xffff_ffff,
  }));
  assert.is(verdict("large .bss", writeElf({ sections })), "parsed");
});

test.run();
