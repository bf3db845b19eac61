import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseBtf } from "../../src/btf/btf.js";
import { byteOrders, info, int, madeBtf } from "./made-btf.js";
import { refusesBtf } from "./refuses.js";

const test = suite("header");
const good = (byteOrder: "little" | "big" = "little") => madeBtf({ byteOrder, types: (s) => int(s("int")) });

/** The good BTF (header 24, types 16, strings 5 bytes) with bytes changed. */
function changed(changes: Record<number, number>): Uint8Array {
  const bytes = good();
  for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value;
  return bytes;
}

test("the byte order can be demanded", () => {
  for (const byteOrder of byteOrders) {
    assert.is(parseBtf(good(byteOrder), { byteOrder }).typeCount, 2);
    const other = byteOrder === "big" ? "little" : "big";
    refusesBtf(() => parseBtf(good(byteOrder), { byteOrder: other }), /object/, 0);
  }
});

test("every truncation is refused", () => {
  for (const byteOrder of byteOrders) {
    const bytes = good(byteOrder);
    for (let length = 0; length < bytes.length; length++) {
      refusesBtf(() => parseBtf(bytes.subarray(0, length)), /malformed BTF/);
    }
  }
});

const lies: [what: string, changes: Record<number, number>, text: RegExp, offset: number][] = [
  ["magic", { 0: 0x00 }, /magic/, 0],
  ["version", { 2: 2 }, /version 2/, 2],
  ["flags", { 3: 1 }, /flags 1/, 3],
  ["a header too short", { 4: 23 }, /header of 23 bytes/, 4],
  ["a header longer than the file", { 4: 46 }, /header of 46 bytes/, 4],
  ["a header of 4 GB", { 7: 0xff }, /header of/, 4],
  ["types that begin at no multiple of 4", { 8: 1, 12: 8, 16: 16 }, /offset 1 is no multiple/, 8],
  ["types whose length is no multiple of 4", { 12: 15 }, /length 15 is no multiple/, 12],
  ["types past the end", { 15: 1 }, /types end at/, 8],
  ["an offset near 2^32", { 8: 0xfc, 9: 0xff, 10: 0xff, 11: 0xff }, /types end at/, 8],
  ["strings past the end", { 20: 6 }, /strings end at/, 16],
  ["strings over the types", { 16: 12 }, /overlap/, 16],
  ["no strings", { 20: 0 }, /no strings/, 20],
  ["a last string without end", { 44: 0x41 }, /last string has no end/, 44],
  ["a first string that is not empty", { 40: 0x41 }, /base is missing/, 40],
];
for (const [what, changes, text, offset] of lies) {
  test(`refused: ${what}`, () => refusesBtf(() => parseBtf(changed(changes)), text, offset));
}

test("fields of a longer header must be zero", () => {
  for (const byteOrder of byteOrders) {
    const types = (s: (name: string) => number) => int(s("int"));
    assert.is(parseBtf(madeBtf({ byteOrder, types, headerTail: [0, 0, 0, 0] })).typeCount, 2);
    assert.is(parseBtf(madeBtf({ byteOrder, types, headerTail: new Array(16).fill(0) })).typeCount, 2);
    refusesBtf(() => parseBtf(madeBtf({ byteOrder, types, headerTail: [0, 0, 0, 1] })), /header field/, 27);
    const known = madeBtf({ byteOrder, types, layout: [[0, 0]], headerTail: [0, 0, 7, 0] });
    refusesBtf(() => parseBtf(known), /header field/, 34);
  }
});

test("types that do not fill their section are refused", () => {
  const refused = (words: number[], text: RegExp, offset: number) =>
    refusesBtf(() => parseBtf(madeBtf({ types: () => words })), text, offset);
  refused([0, info(20), 0], /type 1 is of unknown kind 20/, 28);
  refused([0, info(0), 0], /type 1 is of unknown kind 0/, 28);
  refused([0, info(2), 0, 0, info(127), 0], /type 2 is of unknown kind 127/, 40);
  refused([0, info(4, 0xffffff), 0], /past the section's end/, 24);
  refused([0, info(2), 0, 0, info(1), 4], /past/, 36);
  refused([0, info(2), 0, 0, 0], /before/, 24);
});

test("no types at all", () => {
  const btf = parseBtf(madeBtf({ types: () => [] }));
  assert.is(btf.typeCount, 1);
  assert.equal([...btf], []);
});

test("a layout section (kernel 7.1) tells how long unknown kinds are", () => {
  const layout = Array.from({ length: 22 }, () => [0, 0] as [number, number]);
  layout[20] = [4, 8];
  layout[21] = [3, 0];
  // A layout cannot redefine a kind that is known.
  layout[1] = [40, 40];
  for (const byteOrder of byteOrders) {
    const btf = parseBtf(
      madeBtf({
        ...{ byteOrder, layout },
        types: (s) => [s("new"), info(20, 2), 5, 6, 7, 8, 9, 10, ...int(s("int"))],
      }),
    );
    assert.is(btf.kindOf(1), -1);
    const words = Uint32Array.of(1, info(20, 2), 5, 6, 7, 8, 9, 10);
    assert.equal(btf.type(1), { id: 1, kind: -1, name: "new", unknownKind: 20, words });
    assert.is(btf.type(2).name, "int");
    refusesBtf(() => btf.sizeOf(1), /no size/);
    const odd = madeBtf({ byteOrder, layout, types: () => [0, info(21), 5] });
    refusesBtf(() => parseBtf(odd), /unknown kind 21/, 36);
    const past = madeBtf({ byteOrder, layout, types: () => [0, info(22), 5] });
    refusesBtf(() => parseBtf(past), /unknown kind 22/, 36);
  }
});

test.run();
