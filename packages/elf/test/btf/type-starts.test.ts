/** BTF of more types than are walked at once. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseBtf } from "../../src/btf/btf.js";
import { BtfKind } from "../../src/generated/btf-kind.js";
import { parseObject } from "../../src/index.js";
import { thrown, writeElf } from "../elf-writer.js";
import { byteOrders, info, int, madeBtf } from "./made-btf.js";
import { refusesBtf } from "./refuses.js";

const test = suite("type starts");

const count = 5000;
/** Type 1 an int, then pointers to it, the last type a struct `last`; `more` comes behind. */
const many =
  (more: number[] = []) =>
  (s: (name: string) => number) => {
    const words = int(s("int"));
    for (let id = 2; id < count; id++) words.push(0, info(2), 1);
    words.push(s("last"), info(4), 8, ...more);
    return words;
  };

for (const byteOrder of byteOrders) {
  test(`all types are there, in whatever order they are asked for, ${byteOrder}-endian`, () => {
    const bytes = madeBtf({ byteOrder, types: many() });
    const last = { id: count, kind: BtfKind.STRUCT, name: "last", size: 8, members: [] };
    assert.equal(parseBtf(bytes).type(count), last);
    assert.equal(parseBtf(bytes).find("last"), last);
    assert.is(parseBtf(bytes).findId("last", BtfKind.STRUCT), count);
    assert.is(parseBtf(bytes).find("last", BtfKind.UNION), undefined);
    assert.is(parseBtf(bytes).typeCount, count + 1);
    assert.equal(parseBtf(bytes).idsOf(BtfKind.STRUCT), [count]);
    assert.is(parseBtf(bytes).idsOf(BtfKind.PTR).length, count - 2);
    assert.is([...parseBtf(bytes)].length, count);
    refusesBtf(() => parseBtf(bytes).type(count + 1), new RegExp(`the last is ${count}`));
  });
}

test("a lie behind the first types is told when they are reached", () => {
  const unknown = madeBtf({ types: many([0, info(100), 0]) });
  const btf = parseBtf(unknown);
  assert.is(btf.find("int")?.id, 1);
  assert.is(btf.type(2).kind, BtfKind.PTR);
  refusesBtf(() => btf.find("absent"), /type 5001 is of unknown kind 100/);
  refusesBtf(() => btf.typeCount, /unknown kind/);
  refusesBtf(() => btf.type(count + 1), /unknown kind/);
  const cut = parseBtf(madeBtf({ types: many([0, info(4, 2), 0]) }));
  refusesBtf(() => [...cut], /past the section's end/);
});

test("of an object it is told at once", () => {
  const sections = [{ name: ".BTF", data: madeBtf({ types: many([0, info(100), 0]) }) }];
  const error = thrown(() => parseObject(writeElf({ sections })));
  assert.is(error.code, "ERR_BTF_MALFORMED");
});

test.run();
