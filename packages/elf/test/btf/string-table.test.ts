import { suite } from "uvu";
import * as assert from "uvu/assert";
import { StringTable } from "../../src/btf/string-table.js";
import { refusesBtf } from "./refuses.js";

const test = suite("strings");
const block = 65536;

/** A table of these strings, and where each begins. */
function made(texts: readonly string[], base?: StringTable) {
  const first = base === undefined ? "\0" : "";
  const bytes = new TextEncoder().encode(first + texts.map((text) => `${text}\0`).join(""));
  let offset = (base?.end ?? 0) + first.length;
  const offsets = texts.map((text) => {
    const at = offset;
    offset += new TextEncoder().encode(text).length + 1;
    return at;
  });
  return { table: new StringTable(bytes, 0, base), offsets };
}

test("strings in every block, and over the ends of blocks", () => {
  const texts = Array.from({ length: 20_000 }, (_, i) => `name_${i}`.repeat(1 + (i % 3)));
  texts.push("x".repeat(2 * block), "behind");
  const { table, offsets } = made(texts);
  assert.ok(table.end > 5 * block);
  for (const [i, text] of texts.entries()) assert.is(table.at(offsets[i]!), text);
  assert.is(table.at(0), "");
  assert.is(table.at(offsets[7]! + 5), "7".concat("name_7"));
});

test("text outside ASCII, also where a character lies over the end of a block", () => {
  for (const length of [block - 3, block - 2, block - 1]) {
    const texts = ["größe", "x".repeat(length - 9), "ß€ß", "plain"];
    const { table, offsets } = made(texts);
    for (const [i, text] of texts.entries()) assert.is(table.at(offsets[i]!), text);
  }
});

test("over a base", () => {
  const base = made(["one", "two"]);
  const { table, offsets } = made(["three"], base.table);
  assert.is(table.at(offsets[0]!), "three");
  assert.is(table.at(base.offsets[1]!), "two");
  assert.is(table.at(0), "");
});

test("offsets outside", () => {
  const { table } = made(["one"]);
  for (const offset of [5, 6, 0xffff_ffff, -1]) refusesBtf(() => table.at(offset), /string offset/, 0);
});

test.run();
