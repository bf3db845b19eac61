import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type MapSpec, parseObject } from "../../src/index.js";
import { byteOrders, info, int, madeBtf } from "../btf/made-btf.js";
import { thrown, type WriterSymbol, writeElf } from "../elf-writer.js";

const test = suite("map variables");

interface MadeMap {
  name: string;
  maxEntries: number;
  /** A member that nobody knows. */
  unknown?: boolean;
}

interface Maps {
  big?: boolean;
  maps: MadeMap[];
  /** Names in the order of the symbol table; that of `maps` unless given. */
  symbols?: string[];
  more?: WriterSymbol[];
  relaxed?: boolean;
  data?: Uint8Array;
}

/** Array maps of 16 bytes each, in the order of `maps`; each has a struct of its own, as compilers make them. */
function parse({ big = false, maps, symbols = maps.map(({ name }) => name), ...options }: Maps) {
  const { more = [], relaxed, data = new Uint8Array(16 * maps.length) } = options;
  const btf = madeBtf({
    byteOrder: big ? "big" : "little",
    types(name) {
      const words = int(name("int"));
      let count = 1;
      const add = (...type: number[]) => {
        words.push(...type);
        return ++count;
      };
      const uint = (value: number) => add(0, info(2), add(0, info(3), 0, 1, 1, value));
      const array = uint(2);
      const entries = new Map<number, number>();
      const variables = maps.map(({ name: map, maxEntries, unknown }) => {
        const numbered = entries.get(maxEntries) ?? uint(maxEntries);
        entries.set(maxEntries, numbered);
        const last = name(unknown ? "colour" : "max_entries");
        const struct = add(0, info(4, 2), 16, name("type"), array, 0, last, numbered, 64);
        return add(name(map), info(14), struct, 1);
      });
      add(name(".maps"), info(15, maps.length), 0, ...variables.flatMap((id) => [id, 0, 16]));
      return words;
    },
  });
  const placed = symbols.map((name) => {
    const value = 16 * maps.findIndex((map) => map.name === name);
    return { name, section: ".maps", value, size: 16 };
  });
  const sections = [
    { name: ".maps", data },
    { name: ".BTF", data: btf },
  ];
  return parseObject(writeElf({ big, sections, symbols: [...placed, ...more] }), { relaxed });
}

const facts = (maps: ReadonlyMap<string, MapSpec>) =>
  [...maps.values()].map(({ name, maxEntries }) => [name, maxEntries]);
const three = [
  { name: "a", maxEntries: 1 },
  { name: "b", maxEntries: 2 },
  { name: "c", maxEntries: 1 },
];
const expected = [
  ["a", 1],
  ["b", 2],
  ["c", 1],
];

for (const byteOrder of byteOrders) {
  const big = byteOrder === "big";
  test(`symbols in any order, ${byteOrder}-endian`, () => {
    for (const symbols of [
      ["a", "b", "c"],
      ["c", "b", "a"],
      ["a", "c", "b"],
      ["b", "a", "c"],
    ])
      assert.equal(facts(parse({ big, maps: three, symbols }).maps), expected);
  });

  test(`definitions that are alike, and those that differ in between, ${byteOrder}-endian`, () => {
    const numbers = [1, 1, 1, 2, 1, 2, 2, 3];
    const maps = numbers.map((maxEntries, i) => ({ name: `m${i}`, maxEntries }));
    assert.equal(
      facts(parse({ big, maps }).maps),
      numbers.map((maxEntries, i) => [`m${i}`, maxEntries]),
    );
  });
}

test("the section's own symbol, which has no name, is no map", () => {
  const more = [{ name: "", section: ".maps", type: 3, binding: 0 }];
  assert.equal(facts(parse({ maps: three, more }).maps), expected);
});

test("symbols that are too few, too many, or named alike", () => {
  const few = thrown(() => parse({ maps: three, symbols: ["a", "c"] }));
  assert.equal([few.code, few.symbol], ["ERR_MAP_DEFINITION", "b"]);
  const more = [{ name: "d", section: ".maps", value: 0, size: 16 }];
  const many = thrown(() => parse({ maps: three, more }));
  assert.equal([many.code, many.symbol], ["ERR_MAP_DEFINITION", "d"]);
  const twice = thrown(() => parse({ maps: [three[0]!, three[0]!], symbols: ["a"] }));
  assert.equal([twice.code, twice.symbol], ["ERR_MAP_DEFINITION", "a"]);
});

test("every map of a definition that is warned of is warned of", () => {
  const maps = ["a", "b"].map((name) => ({ name, maxEntries: 1, unknown: true }));
  const { warnings } = parse({ maps, relaxed: true });
  assert.is(warnings.length, 2);
  for (const [i, name] of ["a", "b"].entries())
    assert.match(warnings[i]!, new RegExp(`map ${name}: .*colour`));
});

test("a byte that is not zero is told with the map that it is in", () => {
  for (const at of [0, 15, 16, 40, 47]) {
    const data = new Uint8Array(48);
    data[at] = 0x80;
    const error = thrown(() => parse({ maps: three, data }));
    assert.equal([error.code, error.symbol], ["ERR_MAP_DEFINITION", three[at >> 4]!.name]);
    assert.match(error.message, new RegExp(`byte ${at % 16} of`));
  }
});

test.run();
