import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseObject } from "../../src/index.js";
import { legacyObject, thrown, words } from "../elf-writer.js";
import { readObject } from "../objects.js";

const ARRAY = 2;
const ARRAY_OF_MAPS = 12;
const HASH_OF_MAPS = 13;

interface Fields {
  type?: number;
  id?: number;
  pinning?: number;
  innerId?: number;
  innerIndex?: number;
}

function object(maps: Record<string, Fields>, big = false): Uint8Array {
  const definitions = Object.entries(maps).map(([symbol, fields]) => {
    const { type = ARRAY, id = 0, pinning = 0, innerId = 0, innerIndex = 0 } = fields;
    return { symbol, bytes: words([type, 4, 4, 8, 0, id, pinning, innerId, innerIndex], big) };
  });
  return legacyObject("maps", definitions, big);
}

for (const big of [false, true])
  test(`inner_id names the template, inner_idx the slot (${big ? "big" : "little"}-endian)`, () => {
    const { maps } = parseObject(
      object(
        {
          outer: { type: ARRAY_OF_MAPS, id: 1, innerId: 7, pinning: 2 },
          first: { id: 7, innerIndex: 3, pinning: 2 },
          loose: { id: 7, innerIndex: -1 },
          second: { id: 7, innerIndex: 0 },
          hash: { type: HASH_OF_MAPS, innerId: 9 },
          lone: { id: 9, innerIndex: -1 },
        },
        big,
      ),
    );
    const outer = maps.get("outer")!;
    assert.is(outer.innerMap!.symbol, "first");
    assert.is(outer.innerMap!.pinning, "none");
    assert.is(maps.get("first")!.pinning, "global");
    assert.equal(outer.slots, [
      { index: 3, symbol: "first" },
      { index: 0, symbol: "second" },
    ]);
    assert.is(maps.get("hash")!.innerMap!.symbol, "lone");
    assert.is("slots" in maps.get("hash")!, false);
    assert.is("innerMap" in maps.get("first")!, false);
  });

test("an inner id that no map has, or only an outer one", () => {
  for (const maps of [
    { outer: { type: ARRAY_OF_MAPS, innerId: 7 } },
    { outer: { type: ARRAY_OF_MAPS, id: 7, innerId: 7 } },
    {
      outer: { type: ARRAY_OF_MAPS, innerId: 7 },
      middle: { type: HASH_OF_MAPS, id: 7, innerId: 8 },
      leaf: { id: 8 },
    },
  ]) {
    const error = thrown(() => parseObject(object(maps)));
    assert.equal([error.code, error.section, error.symbol], ["ERR_MAP_DEFINITION", "maps", "outer"]);
    assert.is(error.offset, 64 + 28);
  }
});

test("thousands of outer and inner maps with one id share their slots", () => {
  const maps: Record<string, Fields> = {};
  for (let at = 0; at < 2000; at++) {
    maps[`outer${at}`] = { type: ARRAY_OF_MAPS, innerId: 7 };
    maps[`inner${at}`] = { id: 7, innerIndex: at };
  }
  const bytes = object(maps);
  const { maps: specs } = parseObject(bytes);
  assert.is(specs.get("outer0")!.slots!.length, 2000);
  assert.is(specs.get("outer1999")!.slots, specs.get("outer0")!.slots);
});

test("the compiled object", () => {
  for (const order of ["le", "be"]) {
    const { maps } = parseObject(readObject(`${order}/legacy-iproute2-inner`));
    assert.is(maps.get("outer_array")!.innerMap!.symbol, "inner_slot");
    assert.equal(maps.get("outer_array")!.slots, [{ index: 2, symbol: "inner_slot" }]);
    assert.is(maps.get("outer_hash")!.innerMap!.symbol, "inner_loose");
  }
});

test.run();
