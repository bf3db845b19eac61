import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Layout, LayoutField, StructLayout } from "../../src/layout/layout.js";
import { lpmDataLayout } from "../../src/lpm/data-layout.js";

const test = suite("the data of an lpm_trie's keys");

const u8: Layout = { kind: "integer", size: 1, signed: false };
const u16: Layout = { kind: "integer", size: 2, signed: false };
const u32: Layout = { kind: "integer", size: 4, signed: false };
const array = (element: Layout, length: number): Layout => ({ kind: "array", element, length });
const field = (name: string, offset: number, layout: Layout): LayoutField => ({ name, offset, layout });
const struct = (size: number, ...fields: LayoutField[]): StructLayout => ({
  kind: "struct",
  name: "s",
  size,
  fields,
});
const prefix = field("prefixlen", 0, u32);
/** struct bpf_lpm_trie_key_hdr. */
const header = field("hdr", 0, struct(4, prefix));
/** struct in6_addr. */
const in6 = struct(
  16,
  field("in6_u", 0, {
    kind: "union",
    name: "",
    size: 16,
    fields: [field("u6_addr8", 0, array(u8, 16)), field("u6_addr32", 0, array(u32, 4))],
  }),
);

test("one array, integer, union or address is bytes", () => {
  assert.is(lpmDataLayout(struct(8, prefix, field("data", 4, array(u8, 4))), 8), undefined);
  assert.is(lpmDataLayout(struct(8, prefix, field("address", 4, u32)), 8), undefined);
  assert.is(lpmDataLayout(struct(8, header, field("data", 4, array(u8, 4))), 8), undefined);
  assert.is(lpmDataLayout(struct(20, prefix, field("address", 4, in6)), 20), undefined);
  assert.is(lpmDataLayout({ kind: "bytes", size: 8 }, 8), undefined);
  assert.is(lpmDataLayout(array(u32, 2), 8), undefined);
});

test("the kernel's own key types are bytes", () => {
  const flexible = field("data", 4, array(u8, 0));
  const union: Layout = { kind: "union", name: "", size: 4, fields: [header, prefix] };
  assert.is(lpmDataLayout(struct(8, field("", 0, union), flexible, field("address", 4, u32)), 8), undefined);
  const key = struct(4, prefix, flexible);
  assert.is(lpmDataLayout(struct(8, field("key", 0, key), field("data", 4, array(u8, 4))), 8), undefined);
});

test("several fields are a struct, counted from the data's first byte", () => {
  const key = struct(12, prefix, field("ifindex", 4, u32), field("address", 8, array(u8, 4)));
  assert.equal(lpmDataLayout(key, 12), {
    kind: "struct",
    name: "",
    size: 8,
    fields: [field("ifindex", 0, u32), field("address", 4, array(u8, 4))],
  });
  const bits: LayoutField = { name: "tag", offset: 5, layout: u8, bits: { offset: 43, size: 5 } };
  const packed = struct(8, prefix, field("zone", 4, u8), bits);
  assert.equal((lpmDataLayout(packed, 8) as StructLayout).fields[1], {
    name: "tag",
    offset: 1,
    layout: u8,
    bits: { offset: 11, size: 5 },
  });
});

test("one struct of several fields is that struct", () => {
  const flow = struct(8, field("ifindex", 0, u32), field("port", 4, u16), field("zone", 6, u16));
  assert.is(lpmDataLayout(struct(12, prefix, field("flow", 4, flow)), 12), flow);
  const whole = struct(12, field("key", 0, struct(12, prefix, field("flow", 4, flow))));
  assert.is(lpmDataLayout(whole, 12), flow);
});

test("what cannot be told from the prefix length is bytes", () => {
  assert.is(lpmDataLayout(struct(8, field("all", 0, array(u8, 8))), 8), undefined);
  assert.is(lpmDataLayout(struct(12, field("a", 0, array(u8, 6)), field("b", 6, u16)), 12), undefined);
  // Padding behind the only field would be lost.
  assert.is(lpmDataLayout(struct(8, prefix, field("port", 4, u16)), 8), undefined);
  const ports = struct(6, field("low", 0, u16), field("high", 2, u16), field("zone", 4, u16));
  assert.is(lpmDataLayout(struct(12, prefix, field("ports", 4, ports)), 12), undefined);
});

test.run();
