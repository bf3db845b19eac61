import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseBtf } from "../../src/btf/btf.js";
import { BtfKind } from "../../src/generated/btf-kind.js";
import { byteOrders, info, int, madeBtf } from "./made-btf.js";

const test = suite("find");

/** Types 1 to 5: int, struct item, typedef item, "", func item. */
const types = (s: (name: string) => number) => [
  ...int(s("int")),
  ...[s("item"), info(4), 0],
  ...[s("item"), info(8), 2],
  ...[0, info(2), 0],
  ...[s("item"), info(12, 1), 0],
];
const ids = (found: readonly { id: number }[]) => found.map(({ id }) => id);

for (const byteOrder of byteOrders) {
  test(`by name and kind, scanned and from the index, ${byteOrder}-endian`, () => {
    const btf = parseBtf(madeBtf({ byteOrder, types }));
    // The first searches scan, the later ones use an index that is made then.
    for (let round = 0; round < 30; round++) {
      assert.is(btf.find("item")?.id, 2);
      assert.is(btf.find("item", BtfKind.TYPEDEF)?.type, 2);
      assert.is(btf.find("item", BtfKind.FUNC)?.linkage, "global");
      assert.equal(ids(btf.findAll("item")), [2, 3, 5]);
      assert.equal(ids(btf.findAll("item", BtfKind.STRUCT)), [2]);
      for (const absent of ["", "ite", "tem", "items", "int\0item", "nt", "ïtem"]) {
        assert.is(btf.find(absent), undefined, absent);
        assert.equal(btf.findAll(absent), []);
      }
      assert.is(btf.find("int", BtfKind.FLOAT), undefined);
    }
  });
}

test("a type whose name lies outside the strings is passed over", () => {
  const btf = parseBtf(madeBtf({ types: (s) => [0xfffffff0, info(8), 0, 6, info(8), 0, ...int(s("int"))] }));
  for (let round = 0; round < 20; round++) assert.is(btf.find("int")?.id, 3);
});

test("split BTF continues ids and strings of its base", () => {
  const base = parseBtf(madeBtf({ types }));
  const stringStart = "\0int\0item\0".length;
  const bytes = madeBtf({
    stringStart,
    types: (s) => [...[s("more"), info(8), 2], ...[base.type(2).name === "item" ? 5 : 0, info(16), 8]],
  });
  const btf = parseBtf(bytes, { base });
  assert.is(btf.firstId, 6);
  assert.is(btf.typeCount, 8);
  assert.equal(btf.type(6), { id: 6, kind: BtfKind.TYPEDEF, name: "more", type: 2 });
  assert.equal(btf.type(7), { id: 7, kind: BtfKind.FLOAT, name: "item", size: 8 });
  assert.equal(btf.type(2), base.type(2));
  assert.equal(btf.resolve(6), base.type(2));
  assert.is(btf.nameOf(1), "int");
  assert.is(btf.string(1), "int");
  assert.is(btf.kindOf(5), BtfKind.FUNC);
  assert.equal(btf.words(2), base.words(2));
  assert.equal(
    Array.from(btf, ({ id }) => id),
    [6, 7],
  );
  for (let round = 0; round < 20; round++) {
    assert.equal(ids(btf.findAll("item")), [2, 3, 5, 7]);
    assert.is(btf.find("more")?.id, 6);
    assert.is(btf.find("int")?.id, 1);
    assert.is(base.find("more"), undefined);
  }
});

test("split BTF may have no strings of its own", () => {
  const base = parseBtf(madeBtf({ types }));
  const bytes = madeBtf({ stringStart: 10, types: () => [5, info(8), 1] });
  assert.is(parseBtf(bytes, { base }).type(6).name, "item");
});

test.run();
