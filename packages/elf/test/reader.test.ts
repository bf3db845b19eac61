import { test } from "uvu";
import * as assert from "uvu/assert";
import { Reader } from "../src/reader.js";
import { thrown } from "./elf-writer.js";

const bytes = Uint8Array.from([0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x88]);

test("integers in both byte orders", () => {
  const little = new Reader(bytes, "little");
  assert.is(little.u8(7), 0x88);
  assert.is(little.u16(1), 0x0302);
  assert.is(little.u32(0), 0x04030201);
  assert.is(little.u32(4), 0x88070605);
  assert.is(little.i32(4), 0x88070605 - 2 ** 32);
  assert.is(little.u64(0), 0x8807060504030201n);
  const big = new Reader(bytes, "big");
  assert.is(big.u16(1), 0x0203);
  assert.is(big.u32(4), 0x05060788);
  assert.is(big.u64(0), 0x0102030405060788n);
});

test("a view into a larger buffer reads its own bytes only", () => {
  const pool = Buffer.from([0xff, 0xff, ...bytes, 0xff, 0xff]);
  const reader = new Reader(pool.subarray(2, 10), "big");
  assert.is(reader.length, 8);
  assert.is(reader.u32(0), 0x01020304);
  assert.is(thrown(() => reader.u16(7)).code, "ERR_ELF_TRUNCATED");
  assert.equal([...reader.slice(6, 2)], [0x07, 0x88]);
});

test("reading outside names section, place and code", () => {
  const reader = new Reader(bytes, "little", { code: "ERR_BTF_MALFORMED", section: ".BTF", base: 100 });
  for (const read of [
    () => reader.u8(8),
    () => reader.u16(7),
    () => reader.u32(5),
    () => reader.i32(5),
    () => reader.u64(1),
    () => reader.slice(4, 5),
  ]) {
    const error = thrown(read);
    assert.is(error.code, "ERR_BTF_MALFORMED");
    assert.is(error.section, ".BTF");
    assert.ok(error.offset! >= 100 && error.offset! <= 108, `${error.offset}`);
  }
});

test("offsets that are no offsets are outside", () => {
  const reader = new Reader(bytes, "little");
  for (const offset of [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    assert.is(thrown(() => reader.u8(offset)).code, "ERR_ELF_TRUNCATED");
  assert.is(thrown(() => reader.slice(0, -1)).code, "ERR_ELF_TRUNCATED");
  assert.is(thrown(() => reader.slice(0, Number.NaN)).code, "ERR_ELF_TRUNCATED");
});

test("sizes are exact up to 2^53 - 1, and refused above", () => {
  const exact = Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0x00]);
  assert.is(new Reader(exact, "little").size(0), Number.MAX_SAFE_INTEGER);
  assert.is(new Reader(exact.toReversed(), "big").size(0), Number.MAX_SAFE_INTEGER);
  const above = Uint8Array.from([0, 0, 0, 0, 0, 0, 0x20, 0]);
  assert.is(thrown(() => new Reader(above, "little").size(0)).code, "ERR_ELF_MALFORMED");
  assert.is(thrown(() => new Reader(above.toReversed(), "big").size(0)).code, "ERR_ELF_MALFORMED");
});

test.run();
