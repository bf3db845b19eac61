/** Definitions that must be refused: committed objects, and lies made by hand. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseBtf } from "../../src/btf/btf.js";
import { ElfFile } from "../../src/elf/file.js";
import type { ParseErrorCode } from "../../src/errors.js";
import { readBtfMaps } from "../../src/object/btf-maps.js";
import { info, madeBtf } from "../btf/made-btf.js";
import { refuses } from "../btf/refuses.js";
import { readObject } from "../objects.js";
import * as make from "./btf-object.js";
import {
  int32,
  int64,
  type MapObject,
  pointer,
  prototype,
  readMapObject,
  uint,
  ulong,
} from "./btf-object.js";

const test = suite("refused BTF map definitions");

function read(name: string, relaxed?: boolean) {
  const file = new ElfFile(readObject(`bad/${name}`));
  const section = file.section(".BTF");
  return readBtfMaps(file, section && parseBtf(file.contents(section)), { relaxed });
}

const committed: [name: string, code: ParseErrorCode, text: RegExp, symbol?: string][] = [
  ["btf-extern", "ERR_MAP_STATIC", /map elsewhere: is extern/, "elsewhere"],
  ["btf-static", "ERR_MAP_STATIC", /map hidden: is static/, "hidden"],
  ["btf-initialised", "ERR_MAP_DEFINITION", /map broken: byte 16 of its variable is not zero/, "broken"],
  ["btf-inner-pinned", "ERR_MAP_PINNING", /map broken.inner: member pinning/, "broken.inner"],
  ["btf-inner-two-levels", "ERR_MAP_DEFINITION", /broken.inner: .*one level/, "broken.inner"],
  [
    "btf-key-conflict",
    "ERR_MAP_DEFINITION",
    /broken: member key_size is 8, but member key takes 4 /,
    "broken",
  ],
  ["btf-value-conflict", "ERR_MAP_DEFINITION", /member value_size is 4, but member value takes 8 /, "broken"],
  ["btf-missing", "ERR_MAP_DEFINITION", /no BTF \(compile with -g\)/],
  ["btf-missing-type", "ERR_MAP_DEFINITION", /map broken: has no member type/, "broken"],
  ["btf-not-struct", "ERR_MAP_DEFINITION", /map broken: is no struct/, "broken"],
  ["btf-pinning-5", "ERR_MAP_PINNING", /map broken: member pinning is 5/, "broken"],
  ["btf-type-no-number", "ERR_MAP_DEFINITION", /member type is not made by `__uint/, "broken"],
  ["btf-unknown-member", "ERR_MAP_DEFINITION", /map broken: unknown member colour/, "broken"],
  ["btf-values-not-last", "ERR_MAP_DEFINITION", /member values is not the last/, "broken"],
  ["btf-values-of-array", "ERR_MAP_DEFINITION", /member values does not go with type 2/, "broken"],
];
for (const [name, code, text, symbol] of committed) {
  test(name, () => {
    const error = refuses(() => read(name), code, text);
    assert.is(error.section, ".maps");
    assert.is(error.symbol, symbol);
  });
}

test("an unknown member is a warning when relaxed", () => {
  const { maps, warnings } = read("btf-unknown-member", true);
  assert.equal(warnings, ["map broken: unknown member colour"]);
  assert.is(maps[0]?.maxEntries, 1);
});

const refused = (
  what: string,
  object: MapObject,
  text: RegExp,
  code: ParseErrorCode = "ERR_MAP_DEFINITION",
) =>
  test(what, () => {
    for (const big of [false, true]) refuses(() => readMapObject({ big, ...object }), code, text);
  });
const hash = ["type", uint(1)] as const;

refused("type 0", { members: [["type", uint(0)]] }, /map m: has no member type/);
refused("a member twice", { members: [hash, ["type", uint(2)]] }, /two members type/);
refused("a member without a name", { members: [hash, ["", uint(2)]] }, /member without a name/);
refused("an enum of two", { members: [["type", ulong(1, 2)]] }, /member type is an enum of 2 values/);
refused("an int as number", { members: [["type", make.type(int32)]] }, /member type is not made by/);
refused(
  "a pointer to an int as number",
  { members: [["type", pointer(int32)]] },
  /member type is not made by/,
);
refused(
  "a number over 32 bits",
  { members: [hash, ["max_entries", make.ulong64(0, 1)]] },
  /max_entries is 4294967296/,
);
refused("pinning 2", { members: [hash, ["pinning", uint(2)]] }, /pinning is 2/, "ERR_MAP_PINNING");
refused(
  "key that is no pointer",
  { members: [hash, ["key", make.type(int32)]] },
  /key is not made by `__type/,
);
refused("key of void", { members: [hash, ["key", pointer(0)]] }, /size of member key cannot be told/);
refused("value of a type id out of range", { members: [hash, ["value", pointer(500)]] }, /no type 500/);
refused("static linkage", { members: [hash], linkage: 0 }, /map m: is static/, "ERR_MAP_STATIC");
refused("a variable of void", { variable: make.type(0) }, /map m: is no struct/);
refused(
  "a struct larger than its variable",
  { variable: make.struct([hash], 16), bytes: new Uint8Array(8) },
  /variable has 8 bytes, its struct 16, the section 8/,
);
refused(
  "a symbol without a variable",
  { members: [hash], symbols: [{ name: "x", section: ".maps" }] },
  /symbol x/,
);

const ofMaps = ["type", uint(12)] as const;
const inner = make.array(pointer(make.struct([["type", uint(2)]])));
refused("values of length 1", { members: [ofMaps, ["values", make.array(pointer(int32), 1)]] }, /__array/);
refused("values of no pointers", { members: [ofMaps, ["values", make.array(make.type(int32))]] }, /__array/);
refused("values of ints", { members: [ofMaps, ["values", make.array(pointer(int32))]] }, /point to a struct/);
refused(
  "values at a bit",
  { members: [ofMaps, ["values", make.array(pointer(prototype)), 65]] },
  /not aligned to 8/,
);
refused(
  "programs of a map of maps",
  { members: [ofMaps, ["values", make.array(pointer(prototype))]] },
  /to a struct/,
);
refused(
  "maps of a program array",
  {
    members: [
      ["type", uint(3)],
      ["values", inner],
    ],
  },
  /point to functions/,
);
refused(
  "value of 8 bytes",
  { members: [ofMaps, ["value_size", uint(8)], ["values", inner]] },
  /values takes 4/,
);
refused("values of a hash", { members: [hash, ["values", inner]] }, /does not go with type 1/);

const outer = { members: [ofMaps, ["values", inner]] as make.Members, bytes: new Uint8Array(32) };
refused(
  "a slot inside the numbers",
  { ...outer, slots: [{ offset: 0, symbol: 1 }] },
  /no slot of member values/,
);
refused(
  "a slot at an odd byte",
  { ...outer, slots: [{ offset: 12, symbol: 1 }] },
  /byte 12 of it is no slot/,
);
refused(
  "a slot filled twice",
  {
    ...outer,
    slots: [
      { offset: 8, symbol: 1 },
      { offset: 8, symbol: 1 },
    ],
  },
  /slot 0 has two initial values/,
);
refused(
  "a slot behind the map",
  { ...outer, bytes: new Uint8Array(32), symbolSize: 24, slots: [{ offset: 24, symbol: 1 }] },
  /relocation at byte 24 of .maps is in no map/,
);
refused(
  "a slot with a static map",
  {
    ...outer,
    symbols: [{ name: "", section: ".maps", type: 3, binding: 0 }],
    slots: [{ offset: 8, symbol: 2 }],
  },
  /slot 0 is initialised with a static map/,
  "ERR_MAP_STATIC",
);
refused(
  "a slot with a function instead of a map",
  { ...outer, symbols: [{ name: "f", section: "socket", type: 2 }], slots: [{ offset: 16, symbol: 2 }] },
  /slot 1 is initialised with f, which is no map/,
);
const jumps = {
  members: [
    ["type", uint(3)],
    ["values", make.array(pointer(prototype))],
  ] as make.Members,
  bytes: new Uint8Array(16),
};
refused(
  "a slot with a map instead of a program",
  { ...jumps, slots: [{ offset: 8, symbol: 1 }] },
  /no function/,
);
refused(
  "a slot with a function from elsewhere",
  { ...jumps, symbols: [{ name: "f", type: 2 }], slots: [{ offset: 8, symbol: 2 }] },
  /initialised with f, which is no function/,
);
refused(
  "a slot of a map without values",
  { members: [hash], slots: [{ offset: 0, symbol: 1 }] },
  /no slot of/,
);

for (const big of [false, true]) {
  test(`what is allowed, ${big ? "big" : "little"}-endian`, () => {
    const through = (encoding: make.Encoding) => make.through(9, make.through(10, make.through(8, encoding)));
    const { maps } = readMapObject({
      big,
      members: [
        ["type", through(uint(1))],
        ["key", through(pointer(int32))],
        ["key_size", uint(4)],
        ["value", pointer(int64)],
        ["map_extra", make.ulong64(5, 0x80000000)],
        ["max_entries", uint(0xffffffff)],
        ["map_flags", ulong(0x80000000)],
        ["pinning", uint(0)],
        ["numa_node", uint(3)],
      ],
      tags: [
        { text: "type's", of: "type" },
        { text: "variable's", of: "variable" },
        { text: "member's", of: "type", component: 1 },
      ],
    });
    assert.equal(maps, [
      {
        ...{ name: "m", symbol: "m", section: ".maps", definition: "btf", type: 1, keySize: 4, valueSize: 8 },
        ...{ maxEntries: 0xffffffff, flags: 0x80000000, mapExtra: 0x8000000000000005n, numaNode: 3 },
        ...{ keyTypeId: int32, valueTypeId: int64, pinning: "none", tags: ["variable's", "type's"] },
      },
    ]);
  });

  test(`a negative number of 64 bits is its two's complement, ${big ? "big" : "little"}-endian`, () => {
    const extra = make.ulong64(0xffffffff, 0xffffffff, 1);
    const { maps } = readMapObject({ big, members: [hash, ["map_extra", extra]] });
    assert.is(maps[0]?.mapExtra, 0xffffffffffffffffn);
  });

  test(`a map may hold itself, its slots in any order, ${big ? "big" : "little"}-endian`, () => {
    const slots = [24, 8].map((offset) => ({ offset, symbol: 1 }));
    const { maps } = readMapObject({ big, ...outer, slots });
    assert.equal(maps[0]?.slots, [
      { index: 0, symbol: "m" },
      { index: 2, symbol: "m" },
    ]);
    assert.is(maps[0]?.valueSize, 4);
  });
}

test("a section that the BTF does not describe", () => {
  const file = new ElfFile(readObject("le/pinmap"));
  const btf = parseBtf(madeBtf({ types: (s) => [s(".data"), info(15), 0] }));
  refuses(() => readBtfMaps(file, btf), "ERR_MAP_DEFINITION", /the BTF does not describe it/);
  const wrong = parseBtf(madeBtf({ types: (s) => [s(".maps"), info(15, 1), 0, 1, 0, 0] }));
  refuses(() => readBtfMaps(file, wrong), "ERR_MAP_DEFINITION", /type 1 in it is no variable/);
  const other = parseBtf(
    madeBtf({ types: (s) => [s(".maps"), info(15, 1), 0, 2, 0, 0, s("x"), info(14), 0, 1] }),
  );
  refuses(() => readBtfMaps(file, other), "ERR_MAP_DEFINITION", /symbol table has no map x/);
});

test.run();
