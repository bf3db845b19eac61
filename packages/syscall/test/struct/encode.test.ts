import { endianness } from "node:os";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MAP_CREATE } from "../../src/map/create.js";
import { encode, unsigned64 } from "../../src/struct/encode.js";
import { bytesAt, type Struct, s32, text, u32, u64 } from "../../src/struct/field.js";

const test = suite("encode");

const sample = {
  type: "struct sample",
  size: 32,
  fields: { number: u32(0), priority: s32(4), wide: u64(8), name: text(16, 8), tag: bytesAt(24, 8) },
} as const satisfies Struct;

test("values go to their offsets, in the machine's byte order; the rest is zero", () => {
  assert.is(endianness(), "LE", "the bytes below are those of a little-endian machine");
  const { bytes, patches } = encode(sample, {
    number: 0xdeadbeef,
    priority: -2,
    wide: 0x1122334455667788n,
    name: "abc",
    tag: Uint8Array.of(9, 8),
  });
  assert.is(
    Buffer.from(bytes).toString("hex"),
    "efbeadde" + "feffffff" + "8877665544332211" + "6162630000000000" + "0908000000000000",
  );
  assert.equal(patches, []);
});

test("what is left out, or undefined, is absent", () => {
  assert.equal(encode(sample, { number: undefined }).bytes, new Uint8Array(32));
});

test("zero is a value", () => {
  assert.equal(encode(MAP_CREATE, { map_type: 0, key_size: 0 }).bytes, new Uint8Array(72));
});

const outOfRange: [string, Parameters<typeof encode<typeof sample>>[1]][] = [
  ["negative u32", { number: -1 }],
  ["u32 of 33 bits", { number: 2 ** 32 }],
  ["fraction", { number: 1.5 }],
  ["NaN", { number: Number.NaN }],
  ["s32 too large", { priority: 2 ** 31 }],
  ["negative u64", { wide: -1n }],
  ["u64 of 65 bits", { wide: 1n << 64n }],
  ["inexact number", { wide: 2 ** 53 }],
];
for (const [name, values] of outOfRange) {
  test(`refuses a ${name}`, () => {
    assert.throws(
      () => encode(sample, values),
      (error: NodeJS.ErrnoException) => error instanceof RangeError && error.code === "ERR_OUT_OF_RANGE",
    );
  });
}

test("refuses text that does not fit with its NUL, counted in bytes", () => {
  assert.is(Buffer.from(encode(sample, { name: "1234567" }).bytes.subarray(16, 24)).toString(), "1234567\0");
  for (const name of ["12345678", "äöüß", "a\0b"]) {
    assert.throws(
      () => encode(sample, { name }),
      (error: NodeJS.ErrnoException) => error instanceof RangeError && error.code === "ERR_INVALID_ARG_VALUE",
    );
  }
});

test("refuses values of another type, naming the field", () => {
  for (const values of [{ number: "1" }, { wide: "1" }, { name: 1 }, { tag: [1] }]) {
    assert.throws(
      () => encode(sample, values as never),
      (error: NodeJS.ErrnoException) =>
        error instanceof TypeError &&
        error.code === "ERR_INVALID_ARG_TYPE" &&
        error.message.startsWith(Object.keys(values)[0]!),
    );
  }
});

test("unsigned64 takes exact numbers and bigints", () => {
  assert.is(unsigned64("x", 5), 5n);
  assert.is(unsigned64("x", 0xffff_ffff_ffff_ffffn), 18446744073709551615n);
});

test.run();
