import { suite } from "uvu";
import * as assert from "uvu/assert";
import { codecOf } from "../../src/codec/codec.js";
import type { Layout } from "../../src/layout/layout.js";
import { LiveArray } from "../../src/live/live-array.js";
import { mapError, valueError } from "../errors.js";
import { fakeMemory, little } from "./fake-memory.js";

const test = suite("live array");

const integer = (size: 1 | 2 | 4 | 8, signed = false): Layout => ({ kind: "integer", size, signed });
const outOfRange = (error: unknown): boolean =>
  error instanceof RangeError && (error as { code?: string }).code === "ERR_OUT_OF_RANGE";

function arrayOf(layout: Layout, length: number, options?: { writable?: boolean }) {
  const codec = codecOf(layout);
  const stride = Math.ceil(codec.size / 8) * 8;
  const { bytes, memory } = fakeMemory(4096, options);
  return { bytes, stride, array: new LiveArray(memory, { length, stride }, codec) };
}

/** What a DataView reads and writes, of each kind of scalar, with values at both ends. */
const scalars: [
  Layout,
  (view: DataView, at: number) => unknown,
  (view: DataView, at: number, v: never) => void,
  unknown[],
][] = [
  [integer(1), (v, at) => v.getUint8(at), (v, at, x) => v.setUint8(at, x), [0, 255]],
  [integer(1, true), (v, at) => v.getInt8(at), (v, at, x) => v.setInt8(at, x), [-128, 127]],
  [
    integer(2),
    (v, at) => v.getUint16(at, little),
    (v, at, x) => v.setUint16(at, x, little),
    [0x1234, 0xffff],
  ],
  [
    integer(2, true),
    (v, at) => v.getInt16(at, little),
    (v, at, x) => v.setInt16(at, x, little),
    [-0x8000, 0x7fff],
  ],
  [
    integer(4),
    (v, at) => v.getUint32(at, little),
    (v, at, x) => v.setUint32(at, x, little),
    [0x12345678, 0xffffffff],
  ],
  [
    integer(4, true),
    (v, at) => v.getInt32(at, little),
    (v, at, x) => v.setInt32(at, x, little),
    [-0x80000000, 7],
  ],
  [
    integer(8),
    (v, at) => v.getBigUint64(at, little),
    (v, at, x) => v.setBigUint64(at, x, little),
    [2n ** 64n - 1n, 1n],
  ],
  [
    integer(8, true),
    (v, at) => v.getBigInt64(at, little),
    (v, at, x) => v.setBigInt64(at, x, little),
    [-(2n ** 63n), 5n],
  ],
  [
    { kind: "float", size: 4 },
    (v, at) => v.getFloat32(at, little),
    (v, at, x) => v.setFloat32(at, x, little),
    [-0.5, 3.25],
  ],
  [
    { kind: "float", size: 8 },
    (v, at) => v.getFloat64(at, little),
    (v, at, x) => v.setFloat64(at, x, little),
    [Math.PI, -1e300],
  ],
  [
    { kind: "bool", size: 1 },
    (v, at) => v.getUint8(at) !== 0,
    (v, at, x) => v.setUint8(at, x ? 1 : 0),
    [true, false],
  ],
  [
    { kind: "pointer", size: 8 },
    (v, at) => v.getBigUint64(at, little),
    (v, at, x) => v.setBigUint64(at, x, little),
    [2n ** 63n],
  ],
];

for (const writable of [true, false]) {
  test(`scalars of every kind are read where they are, ${writable ? "writable" : "read-only"}`, () => {
    for (const [layout, , put, values] of scalars) {
      const { bytes, stride, array } = arrayOf(layout, 5, { writable });
      for (const value of values) {
        for (const index of [0, 3, 4]) {
          put(bytes.view, index * stride, value as never);
          assert.is(array.get(index), value, `${JSON.stringify(layout)} ${String(value)}`);
        }
      }
    }
  });
}

test("scalars are stored where they belong, and nowhere else", () => {
  for (const [layout, take, , values] of scalars) {
    const { bytes, stride, array } = arrayOf(layout, 5);
    for (const value of values) {
      bytes.contents.fill(0xaa);
      array.set(2, value);
      assert.is(take(bytes.view, 2 * stride), value);
      const { size } = codecOf(layout);
      bytes.contents.fill(0xaa, 2 * stride, 2 * stride + size);
      assert.ok(bytes.contents.every((byte) => byte === 0xaa));
    }
  }
});

const flow: Layout = {
  kind: "struct",
  name: "flow",
  size: 20,
  fields: [
    { name: "packets", offset: 0, layout: integer(8) },
    { name: "name", offset: 8, layout: { kind: "string", size: 8 } },
    { name: "port", offset: 16, layout: integer(2) },
  ],
};

for (const writable of [true, false]) {
  test(`structs at a stride rounded up to 8, ${writable ? "writable" : "read-only"}`, () => {
    const { bytes, array } = arrayOf(flow, 3, { writable });
    bytes.view.setBigUint64(24, 77n, little);
    bytes.contents.set(new TextEncoder().encode("eth0"), 24 + 8);
    bytes.view.setUint16(24 + 16, 443, little);
    assert.equal(array.get(1), { packets: 77n, name: "eth0", port: 443 });
    assert.equal([...array][1], array.get(1));
    assert.equal(
      [...array.entries()].map(([index]) => index),
      [0, 1, 2],
    );
    assert.equal(array.bytes(1), bytes.contents.slice(24, 44));
  });
}

test("a value that does not fit changes nothing, not even in part", () => {
  const { bytes, array } = arrayOf(flow, 3);
  array.set(1, { packets: 1n, name: "a", port: 1 });
  const before = bytes.contents.slice();
  assert.throws(() => array.set(1, { packets: 2n, name: "b", port: 65_536 }), valueError("value.port"));
  assert.equal(bytes.contents, before);
});

test("a getter of a value that stores to the same view does not disturb it", () => {
  const { array } = arrayOf(flow, 3);
  array.set(0, {
    packets: 5n,
    get name() {
      array.set(1, { packets: 9n, name: "inner", port: 9 });
      return "outer";
    },
    port: 6,
  });
  assert.equal(array.get(0), { packets: 5n, name: "outer", port: 6 });
  assert.equal(array.get(1), { packets: 9n, name: "inner", port: 9 });
});

test("a getter of a value that closes the view gets the error of a closed one", () => {
  for (const layout of [flow, integer(4)] as Layout[]) {
    const { array } = arrayOf(
      { kind: "struct", name: "", size: 20, fields: [{ name: "x", offset: 0, layout }] },
      3,
    );
    const value = {
      get x() {
        array.close();
        return layout === flow ? { packets: 1n, name: "", port: 1 } : 1;
      },
    };
    assert.throws(() => array.set(0, value), mapError("ERR_MAP_CLOSED", /fake/));
  }
});

test("an index that is no element's is a RangeError, past the last one inside the page too", () => {
  const layouts: Layout[] = [integer(4), integer(8), flow];
  for (const writable of [true, false]) {
    for (const layout of layouts) {
      const { array } = arrayOf(layout, 3, { writable });
      for (const index of [
        -1,
        3,
        1.5,
        Number.NaN,
        2 ** 32,
        Number.POSITIVE_INFINITY,
        "1" as never,
        undefined as never,
      ]) {
        assert.throws(() => array.get(index), outOfRange);
        assert.throws(() => array.bytes(index), outOfRange);
        if (layout !== flow) assert.throws(() => array.getNumber(index), outOfRange);
        if (writable) assert.throws(() => array.set(index, array.get(0)), outOfRange);
        if (writable && layout !== flow) assert.throws(() => array.add(index, 1), outOfRange);
      }
    }
  }
});

test("64-bit integers as numbers, exact or not at all", () => {
  for (const writable of [true, false]) {
    for (const signed of [true, false]) {
      const { bytes, array } = arrayOf(integer(8, signed), 2, { writable });
      const exact = [0n, 1n, 0xffff_ffffn, 0x1_0000_0000n, 2n ** 53n - 1n, 2n ** 52n + 3n];
      const beyond = [2n ** 53n, 2n ** 63n - 1n, 0x7ff0_0000_0000_0000n, 0x7ff8_0000_0000_0001n];
      const negative = [-1n, -(2n ** 53n) + 1n, -(2n ** 31n)];
      for (const value of signed ? [...exact, ...negative] : exact) {
        bytes.view.setBigInt64(8, value, little);
        assert.is(array.getNumber(1), Number(value));
      }
      for (const value of signed ? [...beyond, -(2n ** 63n), -(2n ** 53n)] : [...beyond, 2n ** 64n - 1n]) {
        bytes.view.setBigInt64(8, BigInt.asIntN(64, value), little);
        assert.throws(() => array.getNumber(1), outOfRange);
        assert.is(array.get(1), value);
      }
    }
  }
});

test("all bits of 8-byte values are moved, NaNs with them", () => {
  const { bytes, array } = arrayOf({ kind: "bytes", size: 8 }, 2);
  for (const bits of [0x7ff4_dead_beef_0001n, 0xfff0_0000_0000_0001n, 0x8000_0000_0000_0000n]) {
    bytes.view.setBigUint64(8, bits, little);
    const value = array.get(1) as Uint8Array;
    array.set(0, value);
    assert.is(bytes.view.getBigUint64(0, little), bits);
  }
});

test("other layouts are no numbers", () => {
  for (const layout of [flow, { kind: "bool", size: 1 }, { kind: "pointer", size: 8 }] as Layout[]) {
    const { array } = arrayOf(layout, 1);
    assert.throws(
      () => array.getNumber(0),
      (error: unknown) => error instanceof TypeError,
    );
  }
});

test("add gives what was there, and wraps around as C does", () => {
  const { array: u32 } = arrayOf(integer(4), 2);
  assert.is(u32.add(1, 5), 0);
  assert.is(u32.add(1, -6n), 5);
  assert.is(u32.get(1), 0xffff_ffff);
  const { array: s64 } = arrayOf(integer(8, true), 2);
  s64.set(0, 2n ** 63n - 1n);
  assert.is(s64.add(0, 1), 2n ** 63n - 1n);
  assert.is(s64.get(0), -(2n ** 63n));
  const { array: u16 } = arrayOf(integer(2), 2);
  assert.throws(
    () => u16.add(0, 1),
    (error: unknown) => error instanceof TypeError,
  );
  assert.throws(() => u32.add(0, 1.5), outOfRange);
  assert.throws(
    () => u32.add(0, "1" as never),
    (error: unknown) => error instanceof TypeError,
  );
});

test("what is read-only refuses to be written, and has no memory to give", () => {
  for (const layout of [integer(4), flow]) {
    const { array } = arrayOf(layout, 2, { writable: false });
    assert.is(array.writable, false);
    assert.throws(() => array.set(0, array.get(0)), mapError("ERR_MAP_READ_ONLY", /frozen/));
    assert.throws(() => array.memory, mapError("ERR_MAP_READ_ONLY"));
    if (layout !== flow) assert.throws(() => array.add(0, 1), mapError("ERR_MAP_READ_ONLY"));
  }
});

test("after close everything is ERR_MAP_CLOSED, and close does nothing the second time", () => {
  for (const writable of [true, false]) {
    for (const layout of [integer(1), integer(4), integer(8), flow, { kind: "float", size: 8 }] as Layout[]) {
      const { array } = arrayOf(layout, 2, { writable });
      const value = array.get(0);
      const memory = writable ? array.memory : undefined;
      array.close();
      array.close();
      assert.is(array.closed, true);
      if (memory) assert.is(memory.length, 0);
      const closed = mapError("ERR_MAP_CLOSED", /fake/);
      assert.throws(() => array.get(1), closed);
      assert.throws(() => array.bytes(0), closed);
      assert.throws(() => [...array], closed);
      assert.throws(() => array.memory, closed);
      if (writable) assert.throws(() => array.set(0, value), closed);
      if (layout.kind === "integer" && layout.size >= 4 && writable)
        assert.throws(() => array.add(0, 1), closed);
      if (layout.kind === "integer" || layout.kind === "float")
        assert.throws(() => array.getNumber(0), closed);
    }
  }
});

test("memory that its owner gave away is as good as closed", () => {
  const layouts: Layout[] = [
    integer(4),
    integer(8),
    flow,
    { kind: "bytes", size: 600 },
    { kind: "bytes", size: 3 },
  ];
  for (const layout of layouts) {
    const { array } = arrayOf(layout, 2);
    const value = array.get(0);
    structuredClone(null, { transfer: [array.memory.buffer as ArrayBuffer] });
    assert.throws(() => array.get(1), mapError("ERR_MAP_CLOSED"));
    assert.throws(() => array.set(1, value), mapError("ERR_MAP_CLOSED"));
    assert.throws(() => array.bytes(1), mapError("ERR_MAP_CLOSED"));
    if (layout.kind === "integer") assert.throws(() => array.add(1, 1), mapError("ERR_MAP_CLOSED"));
  }
});

test("views of many layouts do not spoil each other's answers once they are compiled", () => {
  const arrays = scalars.map(([layout, , put, values]) => {
    const made = arrayOf(layout, 4);
    put(made.bytes.view, 2 * made.stride, values[0] as never);
    return { array: made.array, value: values[0] };
  });
  for (let round = 0; round < 20_000; round++) {
    for (const { array, value } of arrays) if (array.get(2) !== value) assert.unreachable(String(value));
  }
});

test.run();
