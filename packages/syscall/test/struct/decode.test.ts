import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decode, textUpToNul } from "../../src/struct/decode.js";
import { bytesAt, type Struct, s32, text, u32, u64 } from "../../src/struct/field.js";

const test = suite("decode");

const sample = {
  type: "struct sample",
  size: 32,
  fields: { number: u32(0), priority: s32(4), wide: u64(8), name: text(16, 8), tag: bytesAt(24, 8) },
} as const satisfies Struct;

test("reads every field, from a view into a larger buffer too", () => {
  const hex = `${"ff".repeat(8)}efbeaddefeffffff887766554433221161626300410000000908000000000000`;
  const pool = Uint8Array.from(Buffer.from(hex, "hex"));
  const found = decode(sample, pool.subarray(8));
  assert.equal(found, {
    number: 0xdeadbeef,
    priority: -2,
    wide: 0x1122334455667788n,
    name: "abc",
    tag: Uint8Array.of(9, 8, 0, 0, 0, 0, 0, 0),
  });
  pool.fill(0);
  assert.is(found.tag[0], 9, "bytes are a copy");
});

test("text without NUL is whole", () => {
  assert.is(textUpToNul(Buffer.from("abcdefgh")), "abcdefgh");
  assert.is(textUpToNul(new Uint8Array(3)), "");
});

test("a name that begins with U+FEFF keeps it", () => {
  assert.is(textUpToNul(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0)), "\ufeffa");
});

test.run();
