import { test } from "uvu";
import * as assert from "uvu/assert";
import { StringTable, textUpToNul } from "../../src/elf/strings.js";
import { Reader } from "../../src/reader.js";
import { thrown } from "../elf-writer.js";

function table(text: string | Uint8Array): StringTable {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return new StringTable(new Reader(bytes, "little", { section: ".strtab", base: 1000 }));
}

test("strings, tails of strings, and the empty one", () => {
  const strings = table("\0first\0second\0");
  assert.is(strings.at(0), "");
  assert.is(strings.at(1), "first");
  assert.is(strings.at(3), "rst");
  assert.is(strings.at(7), "second");
  assert.is(strings.at(13), "");
});

test("names outside ASCII, and bytes that are no text", () => {
  const strings = table("\0größe\0plain\0");
  assert.is(strings.at(1), "größe");
  assert.is(strings.at(9), "plain");
  assert.is(table(Uint8Array.from([0, 0x61, 0xff, 0x62, 0, 0x63, 0])).at(1), "a\ufffdb");
  assert.is(table(Uint8Array.from([0, 0x61, 0xff, 0x62, 0, 0x63, 0])).at(5), "c");
});

test("outside the table, and without an end", () => {
  const strings = table("\0open");
  for (const offset of [5, 6, 0xffff_ffff]) {
    const error = thrown(() => strings.at(offset));
    assert.equal([error.code, error.section], ["ERR_ELF_TRUNCATED", ".strtab"]);
  }
  const error = thrown(() => strings.at(1));
  assert.equal([error.code, error.section, error.offset], ["ERR_ELF_MALFORMED", ".strtab", 1001]);
  assert.is(table("").at(0), "");
  assert.is(thrown(() => table("").at(1)).code, "ERR_ELF_TRUNCATED");
});

test("reading one long string again and again is refused in the end", () => {
  const strings = table(`${"x".repeat(1 << 20)}\0`);
  const error = thrown(() => {
    for (let at = 0; at < 1000; at++) strings.at(at);
  });
  assert.is(error.code, "ERR_ELF_MALFORMED");
});

test("a fixed field ends at its first NUL or at its end", () => {
  assert.is(textUpToNul(Uint8Array.from([0x61, 0x62, 0, 0x63])), "ab");
  assert.is(textUpToNul(Uint8Array.from([0x61, 0x62])), "ab");
  assert.is(textUpToNul(new Uint8Array()), "");
});

test.run();
