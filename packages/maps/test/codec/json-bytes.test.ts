import { test } from "uvu";
import * as assert from "uvu/assert";
import { byteView } from "../../src/codec/byte-view.js";
import { type Codec, codecOf, exactJsonText, JsonBytes } from "../../src/codec/codec.js";
import {
  writeQuotedSigned64,
  writeQuotedUnsigned64,
  writeSigned,
  writeUnsigned,
} from "../../src/codec/decimal.js";
import { layout } from "../../src/layout/describe.js";
import { Random, seed } from "../random.js";

const text = (write: (to: Uint8Array, at: number) => number): string => {
  const to = Buffer.alloc(40, 0x78);
  return to.toString("latin1", 3, write(to, 3));
};

/** Around each power of ten and of two, and random ones. */
function* integers(bits: number): Generator<bigint> {
  const random = new Random(seed);
  for (let i = 0; i <= bits; i++)
    for (const near of [-1n, 0n, 1n]) yield BigInt.asUintN(bits, (1n << BigInt(i)) + near);
  for (let power = 1n; power < 1n << BigInt(bits); power *= 10n)
    for (const near of [-1n, 0n, 1n]) yield BigInt.asUintN(bits, power + near);
  for (let i = 0; i < 2000; i++)
    yield BigInt.asUintN(
      bits,
      BigInt(`0x${Buffer.from(random.bytes(8)).toString("hex")}`) >> BigInt(random.below(bits)),
    );
}

test(`digits as String() has them, BPF_MUTATION_SEED=${seed}`, () => {
  for (const value of integers(32)) {
    const number = Number(value);
    assert.is(
      text((to, at) => writeUnsigned(number, to, at)),
      String(number),
    );
    assert.is(
      text((to, at) => writeSigned(number | 0, to, at)),
      String(number | 0),
    );
  }
  for (const value of integers(64)) {
    const [high, low] = [Number(value >> 32n), Number(value & 0xffffffffn)];
    assert.is(
      text((to, at) => writeQuotedUnsigned64(high, low, to, at)),
      `"${value}"`,
    );
    assert.is(
      text((to, at) => writeQuotedSigned64(high, low, to, at)),
      `"${BigInt.asIntN(64, value)}"`,
    );
  }
});

test("values and text one behind the other, in a buffer that grows", () => {
  const codec = codecOf(layout.struct({ name: layout.string(8), n: layout.s64, bytes: layout.bytes(2) }));
  const view = byteView(new Uint8Array(codec.size));
  const out = new JsonBytes(1);
  let wanted = "";
  for (const name of ["plain", 'q"\\', "ä\n", "\udcff", ""]) {
    codec.encode({ name, n: -(2n ** 63n), bytes: Uint8Array.of(0, 255) }, view, 0, "value");
    out.append(codec as Codec, view, 0);
    out.appendText(name === "" ? "\n" : ',"ü":');
    wanted += codec.jsonText(view, 0) + (name === "" ? "\n" : ',"ü":');
  }
  assert.is(Buffer.from(out.bytes).toString(), wanted);
  assert.is(out.length, Buffer.byteLength(wanted));
  out.clear();
  assert.is(out.length, 0);
  view.u8[7] = 1;
  out.appendExact(codec as Codec, view, 0);
  assert.is(Buffer.from(out.bytes).toString(), exactJsonText(codec as Codec, view, 0));
  assert.match(Buffer.from(out.bytes).toString(), /^"hex:/);
});

test("codecs that only print text, and text of any length", () => {
  const plain = { size: 1, jsonText: () => '"text"' } as unknown as Codec;
  const out = new JsonBytes(1);
  out.append(plain, byteView(new Uint8Array(1)), 0);
  out.appendText("ä".repeat(100_000));
  assert.is(Buffer.from(out.bytes).toString(), `"text"${"ä".repeat(100_000)}`);
});

test("no value is longer than jsonLimit", () => {
  const widest = codecOf(
    layout.struct({
      a: layout.array(layout.s64, 3),
      b: layout.string(5),
      c: layout.f64,
      d: layout.s8,
      e: layout.s32,
      f: layout.s128,
      g: layout.char,
      h: layout.enum({ "ä\u0001": 1 }),
      i: layout.bool,
      j: layout.bytes(3),
      k: layout.u128,
    }),
  ) as Codec;
  const view = byteView(new Uint8Array(widest.size));
  const numbers = {
    a: [-(2n ** 63n), -(2n ** 63n), -(2n ** 63n)],
    c: -1.2345678901234567e-308,
    d: -128,
    e: -(2 ** 31),
    f: -(2n ** 127n),
  };
  const rest = {
    b: "\u0001\u0002\u0003\u0004\u0005",
    g: "\udcff",
    h: "ä\u0001",
    i: false,
    j: new Uint8Array(3),
    k: 2n ** 128n - 1n,
  };
  widest.encode({ ...numbers, ...rest }, view, 0, "value");
  const length = Buffer.byteLength(widest.jsonText(view, 0));
  assert.ok(length <= widest.jsonLimit!, `${length} of ${widest.jsonLimit}`);
  assert.ok(length > widest.jsonLimit! - 20, `${length} of ${widest.jsonLimit}`);
});

test.run();
