import { suite } from "uvu";
import * as assert from "uvu/assert";
import { byteView } from "../../src/codec/byte-view.js";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import type { Layout } from "../../src/layout/layout.js";
import { lpmKeyCodec } from "../../src/lpm/codec.js";
import { valueError } from "../errors.js";
import { typedMaps } from "../object-maps.js";

const test = suite("keys of lpm_trie");

const bytesOf = (size: number, value: unknown, layout?: Layout): Uint8Array => {
  const to = byteView(new Uint8Array(size + 2).fill(0xee));
  lpmKeyCodec(layout, size).encode(value as string, to, 1, "key");
  assert.equal([to.u8[0], to.u8[size + 1]], [0xee, 0xee]);
  return to.u8.slice(1, size + 1);
};
const fromJson = (size: number, json: unknown, layout?: Layout): Uint8Array => {
  const to = byteView(new Uint8Array(size).fill(0xee));
  lpmKeyCodec(layout, size).fromJson(json, to, 0, "key");
  return to.u8;
};
const le = (prefixLength: number, ...data: number[]): Uint8Array =>
  Uint8Array.of(...new Uint8Array(Uint32Array.of(prefixLength).buffer), ...data);

test("text and objects write the same bytes, which read as objects", () => {
  const codec = lpmKeyCodec(undefined, 8);
  const bytes = le(8, 10, 0, 0, 0);
  assert.equal(bytesOf(8, "10.0.0.0/8"), bytes);
  assert.equal(bytesOf(8, { prefixLength: 8, data: Uint8Array.of(10, 0, 0, 0) }), bytes);
  assert.equal(bytesOf(8, { prefixLength: 8, data: [10, 0, 0, 0] }), bytes);
  assert.equal(codec.decode(byteView(bytes), 0), { prefixLength: 8, data: Uint8Array.of(10, 0, 0, 0) });
  assert.is(codec.size, 8);
});

test("what is read shares no memory with the buffer", () => {
  const from = byteView(le(8, 10, 0, 0, 0));
  const { data } = lpmKeyCodec(undefined, 8).decode(from, 0) as { data: Uint8Array };
  from.u8.fill(0);
  assert.equal(data, Uint8Array.of(10, 0, 0, 0));
});

test("JSON of 4 and 16 bytes is CIDR text, of others an object; both come back", () => {
  for (const [bytes, json] of [
    [le(8, 10, 1, 2, 3), "10.1.2.3/8"],
    [le(0, 0, 0, 0, 0), "0.0.0.0/0"],
    [le(32, 0x20, 1, 0x0d, 0xb8, ...new Uint8Array(12)), "2001:db8::/32"],
    [le(48, 1, 2, 3, 4, 5, 6), { prefixLength: 48, data: "hex:010203040506" }],
    [le(1, 0x80), { prefixLength: 1, data: "hex:80" }],
    // No kernel keeps such a key, but a file may hold it; nothing of it is lost.
    [le(33, 1, 2, 3, 4), { prefixLength: 33, data: "hex:01020304" }],
  ] as const) {
    const codec = lpmKeyCodec(undefined, bytes.length);
    assert.equal(codec.toJson(byteView(bytes), 0), json);
    assert.is(codec.jsonText(byteView(bytes), 0), JSON.stringify(json));
    if (bytes[0] !== 33) assert.equal(fromJson(bytes.length, json), bytes);
  }
  assert.equal(fromJson(8, "hex:080000000a000000").length, 8);
  assert.equal(fromJson(8, "hex:080000000a010203"), Uint8Array.of(8, 0, 0, 0, 10, 1, 2, 3));
  assert.equal(fromJson(8, { prefixLength: "8", data: [10, 1, 2, 3] }), le(8, 10, 1, 2, 3));
  assert.equal(fromJson(8, { prefixLength: 8, data: "hex:0a010203" }), le(8, 10, 1, 2, 3));
});

test("wrong keys are told by their path", () => {
  const wrong = (size: number, value: unknown, path: string, reason: RegExp): void => {
    assert.throws(() => bytesOf(size, value), valueError(path, reason), JSON.stringify(value));
    assert.throws(() => fromJson(size, value), valueError(path, /./), JSON.stringify(value));
  };
  wrong(8, "10.0.0.0/33", "key", /0 to 32/);
  wrong(8, "2001:db8::/32", "key", /IPv4/);
  wrong(20, "10.0.0.0/8", "key", /IPv6/);
  wrong(10, "10.0.0.0/8", "key", /prefixLength, data/);
  wrong(8, { prefixLength: 33, data: [1, 2, 3, 4] }, "key.prefixLength", /0 to 32, not 33/);
  wrong(8, { prefixLength: -1, data: [1, 2, 3, 4] }, "key.prefixLength", /integer/);
  wrong(8, { prefixLength: 1.5, data: [1, 2, 3, 4] }, "key.prefixLength", /integer/);
  wrong(8, { prefixLength: 8, data: [1, 2, 3] }, "key.data", /4/);
  wrong(8, { prefixLength: 8, data: [1, 2, 3, 256] }, "key.data[3]", /255/);
  wrong(8, { prefixLength: 8 }, "key.data", /missing/);
  wrong(8, { data: [1, 2, 3, 4] }, "key.prefixLength", /missing/);
  wrong(8, { prefixLength: 8, data: [1, 2, 3, 4], length: 1 }, "key.length", /unknown/);
  for (const value of [8, null, undefined, [8, 10, 0, 0, 0], true]) wrong(8, value, "key", /expected/);
  assert.throws(() => bytesOf(8, new Uint8Array(8)), valueError("key", /expected/));
  assert.throws(() => bytesOf(8, 8n), valueError("key", /expected/));
  assert.throws(() => fromJson(8, "hex:08"), valueError("key"));
  assert.throws(() => bytesOf(8, { prefixLength: 8, data: new Uint8Array(5) }), valueError("key.data", /4/));
});

test("keys of the object's own types are the same", () => {
  const { maps, btf } = typedMaps();
  for (const [name, text] of [
    ["routes4", "10.1.0.0/16"],
    ["routes6", "2001:db8:1::/48"],
  ] as const) {
    const { keySize, keyTypeId } = maps.get(name)!;
    const layout = layoutFromBtf(btf!, keyTypeId!, { use: "key" });
    assert.equal(bytesOf(keySize, text, layout), bytesOf(keySize, text));
    assert.is(lpmKeyCodec(layout, keySize).toJson(byteView(bytesOf(keySize, text)), 0), text);
    assert.is(lpmKeyCodec(layout, keySize).layout, layout);
  }
});

test("several fields after the prefix length are a struct; bytes and CIDR text are taken too", () => {
  const u32: Layout = { kind: "integer", size: 4, signed: false };
  const u16: Layout = { kind: "integer", size: 2, signed: false };
  const layout: Layout = {
    kind: "struct",
    name: "zone",
    size: 8,
    fields: [
      { name: "prefixlen", offset: 0, layout: u32 },
      { name: "port", offset: 4, layout: u16 },
      { name: "zone", offset: 6, layout: u16 },
    ],
  };
  const key = { prefixLength: 20, data: { port: 0x0201, zone: 0x0403 } };
  const bytes = bytesOf(8, key, layout);
  assert.equal(bytesOf(8, { prefixLength: 20, data: bytes.slice(4) }, layout), bytes);
  const codec = lpmKeyCodec(layout, 8);
  assert.equal(codec.decode(byteView(bytes), 0), key);
  assert.equal(codec.toJson(byteView(bytes), 0), key);
  assert.equal(fromJson(8, key, layout), bytes);
  assert.equal(bytesOf(8, "1.2.3.4/20", layout), le(20, 1, 2, 3, 4));
  assert.throws(
    () => bytesOf(8, { prefixLength: 20, data: { port: 1 } }, layout),
    valueError("key.data.zone"),
  );
  assert.throws(
    () => bytesOf(8, { prefixLength: 20, data: { port: 65_536, zone: 0 } }, layout),
    valueError("key.data.port"),
  );
});

test.run();
