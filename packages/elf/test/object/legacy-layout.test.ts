import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseObject } from "../../src/index.js";
import type { LegacyLayout, MapSpec } from "../../src/object/spec.js";
import { legacyObject, thrown, words } from "../elf-writer.js";

const HASH = [1, 4, 8, 100];
/** 20 bytes, all that the layouts share. */
const common = (flags = 0) => [...HASH, flags];

function gobpf(pinning: number, namespace: string, big = false): Uint8Array {
  const text = new Uint8Array(256);
  new TextEncoder().encodeInto(namespace, text);
  return Uint8Array.from([...words([...common(), pinning], big), ...text]);
}

function only(bytes: Uint8Array, layout?: LegacyLayout): MapSpec {
  const { maps } = parseObject(bytes, { layout });
  assert.is(maps.size, 1);
  return [...maps.values()][0]!;
}

for (const big of [false, true]) {
  const test = suite(big ? "big-endian layouts" : "little-endian layouts");
  const one = (fields: number[], layout?: LegacyLayout) =>
    only(legacyObject("maps", [{ symbol: "m", bytes: words(fields, big) }], big), layout);
  const refused = (fields: number[], layout?: LegacyLayout) => thrown(() => one(fields, layout));

  test("the five fields that all layouts share", () => {
    const {
      name,
      symbol,
      section,
      definition,
      type,
      keySize,
      valueSize,
      maxEntries,
      flags,
      mapExtra,
      pinning,
      tags,
    } = one([5, 6, 7, 0xfffffffe, 0x81]);
    assert.equal(
      { name, symbol, section, definition },
      { name: "m", symbol: "m", section: "maps", definition: "libbpf" },
    );
    assert.equal([type, keySize, valueSize, maxEntries, flags], [5, 6, 7, 0xfffffffe, 0x81]);
    assert.equal([mapExtra, pinning, tags], [0n, "none", []]);
  });

  test("28 bytes: 0 at 24 is not pinned, 1 is aya's, 2 iproute2's before 2017", () => {
    assert.is(one([...common(), 9, 0]).pinning, "none");
    const aya = one([...common(), 9, 1]);
    assert.equal([aya.definition, aya.pinning], ["aya", "by-name"]);
    const old = one([...common(), 9, 2]);
    assert.equal([old.definition, old.pinning], ["iproute2", "global"]);
  });

  test("28 bytes: 1 at 24 with BPF_F_NUMA_NODE (4), and any other number, ask for a layout", () => {
    for (const fields of [
      [...common(4), 0, 1],
      [...common(), 0, 3],
      [...common(), 0, 0xffffffff],
    ]) {
      const error = refused(fields);
      assert.is(error.code, "ERR_MAP_LAYOUT");
      assert.is(error.section, "maps");
      assert.is(error.symbol, "m");
      assert.match(error.message, /28 bytes/);
    }
    assert.is(one([...common(4), 0, 0]).pinning, "none");
  });

  test("36 bytes: iproute2's scopes, and its table's rows", () => {
    const pinnings = [0, 1, 2, 3, 0xffffffff].map((value) => one([...common(), 0, value, 0, 0]).pinning);
    assert.equal(pinnings, ["none", "object", "global", { id: 3 }, { id: 0xffffffff }]);
    assert.is(one([...common(), 0, 2, 0, 0]).definition, "iproute2");
  });

  test("280 bytes: gobpf's scopes and namespace", () => {
    for (const [value, pinning] of ["none", "object", "global", "custom"].entries()) {
      const bytes = legacyObject("maps/m", [{ symbol: "m", bytes: gobpf(value, "ns1", big) }], big);
      const spec = only(bytes);
      assert.equal([spec.definition, spec.pinning, spec.namespace], ["gobpf", pinning, "ns1"]);
    }
    const without = only(legacyObject("maps/m", [{ symbol: "m", bytes: gobpf(1, "", big) }], big));
    assert.is("namespace" in without, false);
    const error = thrown(() =>
      only(legacyObject("maps/m", [{ symbol: "m", bytes: gobpf(4, "", big) }], big)),
    );
    assert.equal(
      [error.code, error.section, error.symbol, error.offset],
      ["ERR_MAP_PINNING", "maps/m", "m", 64 + 20],
    );
  });

  test("other sizes are libbpf's when the rest is zero", () => {
    for (const extra of [0, 1, 3, 5, 10])
      assert.is(one([...common(), ...Array(extra).fill(0)]).definition, "libbpf");
    for (const fields of [
      [...common(), 1],
      [...common(), 0, 0, 1],
      [...common(), ...Array(19).fill(0), 1],
    ]) {
      const error = refused(fields);
      assert.is(error.code, "ERR_MAP_LAYOUT");
      for (const part of ["map m", `${fields.length * 4} bytes`, "libbpf", "aya", "iproute2", "gobpf"])
        assert.ok(error.message.includes(part), error.message);
    }
  });

  test("under 20 bytes is nobody's", () => {
    assert.is(refused([1, 4, 8, 100]).code, "ERR_MAP_LAYOUT");
    assert.is(refused([1, 4, 8, 100], "libbpf").code, "ERR_MAP_LAYOUT");
  });

  test("a forced layout is taken, when the bytes suffice", () => {
    const samples = [...common(4), 2, 1];
    const { maps, warnings } = parseObject(
      legacyObject("maps", [{ symbol: "m", bytes: words(samples, big) }], big),
      { layout: "libbpf" },
    );
    assert.is(maps.get("m")!.definition, "libbpf");
    assert.is(warnings.length, 1);
    assert.match(warnings[0]!, /map m/);
    assert.is(one(samples, "aya").pinning, "by-name");
    assert.is(one([...common(), 7, 1], "iproute2").pinning, "object");
    assert.is(refused(samples, "gobpf").code, "ERR_MAP_LAYOUT");
    assert.is(refused(common(), "aya").code, "ERR_MAP_LAYOUT");
    assert.is(refused([...common(), 0, 2], "aya").code, "ERR_MAP_PINNING");
  });

  test.run();
}
