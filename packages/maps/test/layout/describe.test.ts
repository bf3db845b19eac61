import { test } from "uvu";
import * as assert from "uvu/assert";
import { byteView } from "../../src/codec/byte-view.js";
import { codecOf } from "../../src/codec/codec.js";
import { layout, type ValueOf } from "../../src/layout/describe.js";
import type { Layout } from "../../src/layout/layout.js";
import { layoutError } from "./layout-error.js";

/** The offset of each field. */
const offsets = (layout: Layout) => ("fields" in layout ? layout.fields.map(({ offset }) => offset) : []);

const flow = layout.struct(
  {
    packets: layout.u64,
    name: layout.string(16),
    ports: layout.array(layout.u16, 2),
    protocol: layout.enum({ TCP: 6, UDP: 17 }, { size: 1 }),
    address: layout.union({ v4: layout.array(layout.u8, 4), v6: layout.bytes(16) }),
    up: layout.bool,
    grade: layout.char,
    load: layout.f64,
    wide: layout.s128,
    at: layout.pointer,
  },
  { name: "flow" },
);

type Flow = ValueOf<typeof flow>;

/** Compiles only where the types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const inferred: Same<
  Flow,
  {
    packets: bigint;
    name: string;
    ports: number[];
    protocol: "TCP" | "UDP" | number;
    address: { v4?: number[]; v6?: Uint8Array };
    up: boolean;
    grade: string;
    load: number;
    wide: bigint;
    at: bigint;
  }
> = true;

test("static types, and the codec's values are of them", () => {
  assert.ok(inferred);
  const codec = codecOf(flow);
  const value: Flow = {
    packets: 1n,
    name: "eth0",
    ports: [80, 443],
    protocol: "TCP",
    address: { v4: [1, 2, 3, 4] },
    up: true,
    grade: "A",
    load: 0.5,
    wide: -1n,
    at: 0n,
  };
  const view = byteView(new Uint8Array(codec.size));
  codec.encode(value, view, 0, "value");
  const again: Flow = codec.decode(view, 0);
  assert.equal({ ...again, address: { v4: again.address.v4 } }, value);
  // @ts-expect-error: packets is a bigint
  assert.throws(() => codec.encode({ ...value, packets: "1" }, view, 0, "value"));
});

test("natural alignment, as C has it", () => {
  assert.equal(offsets(flow), [0, 8, 24, 28, 29, 45, 46, 48, 64, 80]);
  assert.is(codecOf(flow).size, 96);
  const inner = layout.struct({ a: layout.u8, b: layout.u32 });
  assert.equal(
    offsets(layout.struct({ a: layout.u8, b: inner, c: layout.array(layout.u16, 3) })),
    [0, 4, 12],
  );
});

test("packed, and packed inside of one that is not", () => {
  const inner = layout.struct({ a: layout.u8, b: layout.u32 }, { packed: true });
  assert.equal([inner.size, ...offsets(inner)], [5, 0, 1]);
  const outer = layout.struct({ a: layout.u8, b: inner, c: layout.u16 });
  assert.equal([outer.size, ...offsets(outer)], [8, 0, 1, 6]);
});

test("a union has the size and alignment of its largest", () => {
  const union = layout.union({ a: layout.array(layout.u8, 5), b: layout.u32 });
  assert.is(union.size, 8);
});

test("enums: 4 bytes, 8 for bigints, signed where a value is negative", () => {
  const of = ({ size, signed }: { size: number; signed: boolean }) => [size, signed];
  assert.equal(of(layout.enum({ A: 1 })), [4, false]);
  assert.equal(of(layout.enum({ A: -1 })), [4, true]);
  assert.equal(of(layout.enum({ A: 1n })), [8, false]);
});

test("mistakes show at once", () => {
  assert.throws(() => layout.string(-1), layoutError("string", /-1 bytes/));
  assert.throws(() => layout.array(layout.u8, 1.5), layoutError("array", /1.5 elements/));
  assert.throws(() => layout.enum({ A: 256 }, { size: 1 }), layoutError("enum", /does not fit/));
  assert.throws(
    () => layout.struct({ "": layout.u8 }, { name: "s" }),
    layoutError("struct s", /without a name/),
  );
});

test.run();
