import { test } from "uvu";
import * as assert from "uvu/assert";
import { ElfFile } from "../../src/elf/file.js";
import { thrown, writeElf } from "../elf-writer.js";

const SHT_SYMTAB = 2;
const SHT_SYMTAB_SHNDX = 18;
const data = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);

/** A copy with `bytes` written at `offset`. */
function patched(file: Uint8Array, offset: number, bytes: number[]): Uint8Array {
  const copy = file.slice();
  copy.set(bytes, offset);
  return copy;
}

/** Where section header `index` begins, in a little-endian file of the writer. */
function headerOf(file: Uint8Array, index: number): number {
  return Number(new DataView(file.buffer).getBigUint64(40, true)) + 64 * index;
}

const simple = writeElf({ sections: [{ name: "a", data }] });

test("contents are a view of the file, also of a Buffer inside a pool", () => {
  const pool = Buffer.concat([Buffer.alloc(13, 0xee), simple, Buffer.alloc(7, 0xee)]);
  const file = new ElfFile(pool.subarray(13, 13 + simple.length));
  const contents = file.contents(file.section("a")!);
  assert.equal([...contents], [...data]);
  assert.is(contents.buffer, pool.buffer);
  assert.is(Buffer.isBuffer(contents), false);
});

test("machine 0 and 247 are BPF's, others are not", () => {
  for (const machine of [0, 247]) new ElfFile(writeElf({ machine }));
  for (const machine of [62, 183, 0xffff]) {
    const error = thrown(() => new ElfFile(writeElf({ machine })));
    assert.equal([error.code, error.offset], ["ERR_ELF_MACHINE", 18]);
  }
});

test("what is no relocatable 64-bit ELF file", () => {
  const cases: [string, Uint8Array, number][] = [
    ["ERR_ELF_MAGIC", new Uint8Array(), 0],
    ["ERR_ELF_MAGIC", new TextEncoder().encode("#!/bin/sh\n"), 0],
    ["ERR_ELF_TRUNCATED", simple.subarray(0, 63), 0],
    ["ERR_ELF_CLASS", patched(simple, 4, [1]), 4],
    ["ERR_ELF_CLASS", patched(simple, 4, [3]), 4],
    ["ERR_ELF_MALFORMED", patched(simple, 5, [0]), 5],
    ["ERR_ELF_TYPE", writeElf({ type: 2 }), 16],
    ["ERR_ELF_MALFORMED", patched(simple, 40, [0, 0, 0, 0, 0, 0, 0, 0]), 40],
    ["ERR_ELF_MALFORMED", patched(simple, 58, [40]), 58],
    ["ERR_ELF_MALFORMED", patched(simple, 62, [0, 0]), 62],
    ["ERR_ELF_MALFORMED", patched(simple, 62, [9, 0]), 62],
    ["ERR_ELF_TRUNCATED", patched(simple, 60, [0xff, 0xfe]), 60],
    ["ERR_ELF_TRUNCATED", patched(simple, 40, [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]), 40],
  ];
  for (const [code, bytes, offset] of cases) {
    const error = thrown(() => new ElfFile(bytes));
    assert.equal([error.code, error.offset], [code, offset], error.message);
  }
});

test("a section outside the file is named, with its header's place", () => {
  const at = headerOf(simple, 1);
  for (const size of [
    [0xff, 0xff],
    [0, 0, 0, 0, 1],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f],
  ]) {
    const error = thrown(() => new ElfFile(patched(simple, at + 32, size)));
    assert.equal([error.code, error.section, error.offset], ["ERR_ELF_TRUNCATED", "a", at + 24]);
  }
  const absurd = thrown(() => new ElfFile(patched(simple, at + 32, Array(8).fill(0xff))));
  assert.equal([absurd.code, absurd.offset], ["ERR_ELF_MALFORMED", at + 32]);
});

test("the offset of a section without bytes may be anything, and is told inside the file", () => {
  const bytes = writeElf({ sections: [{ name: ".bss", type: 8, size: 4, offset: 2 ** 40 }] });
  const file = new ElfFile(bytes);
  assert.is(file.section(".bss")!.offset, bytes.length);
  assert.is(thrown(() => file.contents(file.section(".bss")!)).offset, bytes.length);
});

test("sections that hold more bytes than the file are refused", () => {
  const sections = Array.from({ length: 100 }, (_, at) => ({ name: `s${at}`, data, offset: 0, size: 500 }));
  assert.is(thrown(() => new ElfFile(writeElf({ sections }))).code, "ERR_ELF_MALFORMED");
});

test("section names must be a string table inside the file", () => {
  const names = headerOf(simple, 3);
  assert.is(thrown(() => new ElfFile(patched(simple, names + 4, [1]))).code, "ERR_ELF_MALFORMED");
  assert.is(thrown(() => new ElfFile(patched(simple, names + 32, [0xff, 0xff]))).code, "ERR_ELF_TRUNCATED");
  const error = thrown(() => new ElfFile(patched(simple, headerOf(simple, 1), [0xff, 0xff])));
  assert.is(error.code, "ERR_ELF_TRUNCATED");
});

test("extended numbering: counts kept in the first section header", () => {
  const first = headerOf(simple, 0);
  let bytes = patched(simple, 60, [0, 0, 0xff, 0xff]);
  bytes = patched(bytes, first + 32, [4]);
  bytes = patched(bytes, first + 40, [3]);
  const file = new ElfFile(bytes);
  assert.equal(
    file.sections.map(({ name }) => name),
    ["", "a", ".symtab", ".strtab"],
  );
  const lie = patched(bytes, first + 32, [0, 0, 0, 0, 1]);
  assert.equal(
    [thrown(() => new ElfFile(lie)).code, thrown(() => new ElfFile(lie)).offset],
    ["ERR_ELF_TRUNCATED", 60],
  );
});

test("extended section indices of symbols", () => {
  const indices = Uint8Array.from([0, 0, 0, 0, 1, 0, 0, 0]);
  const file = new ElfFile(
    writeElf({
      sections: [
        { name: "a", data },
        { name: ".symtab_shndx", type: SHT_SYMTAB_SHNDX, data: indices, link: 3 },
      ],
      symbols: [{ name: "x", section: 0xffff }],
    }),
  );
  assert.is(file.symbols[1]!.section, file.section("a"));
  assert.equal(file.symbolsIn(file.section("a")!), [file.symbols[1]!]);
});

test("symbols outside every section: undefined, absolute, common", () => {
  const { symbols } = new ElfFile(
    writeElf({
      sections: [{ name: "a", data }],
      symbols: [
        { name: "undefined" },
        { name: "absolute", section: 0xfff1, value: 2n ** 64n - 1n },
        { name: "common", section: 0xfff2 },
        { name: "extended without a table", section: 0xffff },
        { name: "inside", section: "a", value: 4, size: 4 },
      ],
    }),
  );
  assert.equal(
    symbols.map(({ section }) => section?.name),
    [undefined, undefined, undefined, undefined, undefined, "a"],
  );
  assert.is(symbols[2]!.value, 2n ** 64n - 1n);
  assert.equal([symbols[5]!.start, symbols[5]!.length], [4, 4]);
  assert.is(thrown(() => symbols[1]!.start).code, "ERR_ELF_MALFORMED");
});

test("a symbol in a section that is not there", () => {
  const error = thrown(() => new ElfFile(writeElf({ symbols: [{ name: "x", section: 77 }] })).symbols);
  assert.equal([error.code, error.section], ["ERR_ELF_MALFORMED", ".symtab"]);
});

test("symbol tables that are two, cut, or without strings", () => {
  const second = writeElf({ sections: [{ name: "second", type: SHT_SYMTAB, data: new Uint8Array(24) }] });
  const cut = writeElf({ sections: [{ name: "a", data }] });
  cut.set([23], headerOf(cut, 2) + 32);
  const unnamed = writeElf({ sections: [{ name: "a", data }] });
  unnamed.set([1], headerOf(unnamed, 2) + 40);
  for (const bytes of [second, cut, unnamed])
    assert.is(thrown(() => new ElfFile(bytes).symbols).code, "ERR_ELF_MALFORMED");
});

for (const rela of [false, true])
  for (const big of [false, true])
    test(`${rela ? "RELA" : "REL"} entries, ${big ? "big" : "little"}-endian`, () => {
      const file = new ElfFile(
        writeElf({
          big,
          sections: [{ name: "a", data }],
          symbols: [{ name: "x" }, { name: "y" }],
          relocations: [
            {
              of: "a",
              rela,
              entries: [
                { offset: 4, type: 10, symbol: 2 },
                { offset: 0, type: 1, symbol: 1 },
              ],
            },
          ],
        }),
      );
      const found = file.relocationsFor(file.section("a")!);
      assert.equal(
        found.map(({ offset, type, symbol }) => [offset, type, symbol.name]),
        [
          [4, 10, "y"],
          [0, 1, "x"],
        ],
      );
      assert.is(file.relocationsFor(file.section("a")!), found);
      assert.equal(file.relocationsFor(file.section(".symtab")!), []);
    });

test("relocations outside their section, of absent symbols, without a symbol table", () => {
  const object = (offset: number | bigint, symbol: number) =>
    writeElf({ sections: [{ name: "a", data }], relocations: [{ of: "a", entries: [{ offset, symbol }] }] });
  const broken = object(0, 0);
  broken.set([1], headerOf(broken, 2) + 40);
  for (const bytes of [
    object(8, 0),
    object(2n ** 64n - 1n, 0),
    object(0, 1),
    object(0, 0xffff_ffff),
    broken,
  ]) {
    const file = new ElfFile(bytes);
    const error = thrown(() => file.relocationsFor(file.section("a")!));
    assert.equal([error.code, error.section], ["ERR_ELF_MALFORMED", ".rela"]);
    assert.type(error.offset, "number");
  }
});

test("sections without bytes, compressed, or two of one name", () => {
  const file = new ElfFile(
    writeElf({
      sections: [
        { name: ".bss", type: 8, size: 2 ** 40 },
        { name: "packed", flags: 0x800, data },
        { name: "twin", data },
        { name: "twin", data },
      ],
    }),
  );
  assert.is(file.section(".bss")!.size, 2 ** 40);
  assert.is(thrown(() => file.contents(file.section(".bss")!)).section, ".bss");
  assert.is(thrown(() => file.contents(file.section("packed")!)).code, "ERR_ELF_MALFORMED");
  assert.is(thrown(() => file.section("twin")).code, "ERR_ELF_MALFORMED");
  assert.is(file.section("absent"), undefined);
});

test.run();
