import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseObject } from "../../src/index.js";
import { legacyObject, thrown, type WriterSymbol, words, writeElf } from "../elf-writer.js";
import { readObject } from "../objects.js";

const definition = words([2, 4, 8, 16, 0]);
const twice = Uint8Array.from([...definition, ...definition]);

function names(bytes: Uint8Array): [string, string][] {
  return [...parseObject(bytes).maps.values()].map(({ name, symbol }) => [name, symbol]);
}

function inMaps(symbols: WriterSymbol[], data: Uint8Array = twice, section = "maps"): Uint8Array {
  return writeElf({ sections: [{ name: section, data }], symbols });
}

test("a maps/NAME section with one definition names the map; the symbol is kept", () => {
  assert.equal(names(legacyObject("maps/dummy", [{ symbol: "other", bytes: definition }])), [
    ["dummy", "other"],
  ]);
});

test("in a shared section, maps/NAME or maps, symbols name the maps", () => {
  const definitions = [
    { symbol: "b", bytes: definition },
    { symbol: "a", bytes: definition },
  ];
  assert.equal(names(legacyObject("maps", definitions)), [
    ["b", "b"],
    ["a", "a"],
  ]);
  assert.equal(names(legacyObject("maps/x", definitions)), [
    ["b", "b"],
    ["a", "a"],
  ]);
});

test("a section named only maps/ leaves the name to the symbol", () => {
  assert.equal(names(legacyObject("maps/", [{ symbol: "s", bytes: definition }])), [["s", "s"]]);
});

test("symbols without a size reach to the next one, or to the section's end", () => {
  const symbols = [
    { name: "second", section: "maps", value: 20, type: 0 },
    { name: "first", section: "maps", value: 0, type: 0 },
  ];
  assert.equal(names(inMaps(symbols)), [
    ["first", "first"],
    ["second", "second"],
  ]);
});

test("a maps/NAME section without symbols is one definition, as gobpf reads it", () => {
  assert.equal(names(inMaps([], definition, "maps/alone")), [["alone", "alone"]]);
});

test("objects as gobpf's build makes them: machine 0, no types, no sizes", () => {
  for (const order of ["le", "be"]) {
    const typed = parseObject(readObject(`${order}/legacy-gobpf`));
    const bare = parseObject(readObject(`${order}/gobpf-style-legacy-gobpf`));
    assert.ok(typed.maps.size >= 4);
    assert.equal([...bare.maps], [...typed.maps]);
    assert.is(bare.license, "");
  }
});

test("section symbols and other sections' symbols are no maps", () => {
  const symbols = [
    { name: "", section: "maps", type: 3, binding: 0 },
    { name: "m", section: "maps", size: 40 },
    { name: "elsewhere", value: 0 },
  ];
  assert.is(
    parseObject(inMaps(symbols, Uint8Array.from([...definition, ...new Uint8Array(20)]))).maps.size,
    1,
  );
});

test("a local symbol is a static map", () => {
  for (const type of [0, 1]) {
    const error = thrown(() =>
      parseObject(inMaps([{ name: "hidden", section: "maps", size: 20, type, binding: 0 }])),
    );
    assert.equal([error.code, error.section, error.symbol], ["ERR_MAP_STATIC", "maps", "hidden"]);
  }
});

test("two maps of one name", () => {
  const symbols = [
    { name: "m", section: "maps", value: 0, size: 20 },
    { name: "m", section: "maps", value: 20, size: 20 },
  ];
  const error = thrown(() => parseObject(inMaps(symbols)));
  assert.equal([error.code, error.section, error.symbol], ["ERR_MAP_DUPLICATE", "maps", "m"]);
});

test("definitions that overlap, and two of one place", () => {
  for (const value of [0, 8]) {
    const symbols = [
      { name: "a", section: "maps", value: 0, size: 20 },
      { name: "b", section: "maps", value, size: 20 },
    ];
    const error = thrown(() => parseObject(inMaps(symbols)));
    assert.equal([error.code, error.section, error.symbol], ["ERR_MAP_DEFINITION", "maps", "b"]);
  }
});

test("bytes that no symbol names are refused, padding is not", () => {
  const error = thrown(() => parseObject(inMaps([{ name: "m", section: "maps", value: 0, size: 20 }])));
  assert.equal([error.code, error.section, error.offset], ["ERR_MAP_DEFINITION", "maps", 64 + 20]);
  assert.is(thrown(() => parseObject(inMaps([]))).code, "ERR_MAP_DEFINITION");
  const padded = Uint8Array.from([...definition, 0, 0, 0, 0, ...definition]);
  const symbols = [
    { name: "a", section: "maps", value: 0, size: 20 },
    { name: "b", section: "maps", value: 24, size: 20 },
  ];
  assert.is(parseObject(inMaps(symbols, padded)).maps.size, 2);
});

test("a symbol that reaches outside its section", () => {
  for (const [value, size] of [
    [0, 41],
    [41, 0],
    [2 ** 32, 20],
    [2n ** 64n - 4n, 20],
    [0, 2n ** 64n - 1n],
  ] as const) {
    const error = thrown(() => parseObject(inMaps([{ name: "m", section: "maps", value, size }])));
    assert.is(error.code, "ERR_ELF_MALFORMED");
    assert.is(error.section, ".symtab");
    assert.type(error.offset, "number");
  }
});

test("an empty section defines nothing, one without bytes is refused", () => {
  assert.is(parseObject(inMaps([], new Uint8Array())).maps.size, 0);
  const bss = writeElf({
    sections: [{ name: "maps", type: 8, size: 20 }],
    symbols: [{ name: "m", section: "maps", size: 20 }],
  });
  assert.is(thrown(() => parseObject(bss)).code, "ERR_MAP_DEFINITION");
});

test.run();
