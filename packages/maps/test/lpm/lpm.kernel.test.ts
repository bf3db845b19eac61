import { MapFlag, MapType } from "@bpf/elf";
import { mapCreate, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import type { LpmKey } from "../../src/lpm/cidr.js";
import { bpftool, bpftoolJson, hexArguments } from "../bpftool.js";
import { bpfError } from "../errors.js";
import { createMap, typedMaps } from "../object-maps.js";

const test = suite("lpm_trie on the kernel");
type Key = LpmKey | string;
const u32 = { kind: "integer", size: 4, signed: false } as const;

test("the longest prefix wins, and deleting is exact", () => {
  using fd = mapCreate({
    type: MapType.LPM_TRIE,
    keySize: 8,
    valueSize: 4,
    maxEntries: 8,
    flags: MapFlag.NO_PREALLOC,
  });
  using routes = openMap<Key, number>(fd, { value: u32 });
  routes
    .set("10.0.0.0/8", 8)
    .set("10.1.0.0/16", 16)
    .set({ prefixLength: 0, data: new Uint8Array(4) }, 0);
  assert.equal(
    ["10.1.2.3", "10.2.0.1", "192.168.0.1", "10.1.0.0/16", "10.1.0.0/12"].map((key) => routes.get(key)),
    [16, 8, 0, 16, 8],
  );
  assert.is(routes.delete("10.1.0.0/17"), false);
  assert.is(routes.delete("10.1.255.255/16"), true);
  assert.is(routes.get("10.1.2.3"), 8);
  assert.throws(() => routes.set("10.0.0.0/8", 1, "create"), bpfError("EEXIST"));
});

test("bits after the prefix stay as they were written last", () => {
  using fd = mapCreate({
    type: MapType.LPM_TRIE,
    keySize: 8,
    valueSize: 4,
    maxEntries: 8,
    flags: MapFlag.NO_PREALLOC,
  });
  using routes = openMap<Key, number>(fd, { value: u32 });
  routes.set("10.1.2.3/8", 1);
  assert.equal([...routes.keys()], [{ prefixLength: 8, data: Uint8Array.of(10, 1, 2, 3) }]);
  routes.set("10.0.0.0/8", 2);
  assert.equal([...routes], [[{ prefixLength: 8, data: Uint8Array.of(10, 0, 0, 0) }, 2]]);
});

const object = typedMaps();
const hop = { device: 3, metric: -7, on_link: true };

for (const [name, text, other, size] of [
  ["routes4", "10.1.0.0/16", "192.168.0.0/24", 4],
  ["routes6", "2001:db8:1::/48", "fe80::/10", 16],
] as const) {
  test(`${name}: we write, bpftool reads; bpftool writes, we read`, () => {
    const path = `/sys/fs/bpf/${name}`;
    using fd = createMap(object, name);
    objPin(fd, path);
    using routes = openMap<Key, typeof hop>(path);
    using asJson = openMap<string, unknown>(path, { json: true });
    routes.set(text, hop);
    interface Entry {
      formatted: { key: { bits: number; data: number[] }; value: unknown };
    }
    const [entry] = bpftoolJson<Entry[]>("map", "dump", "pinned", path);
    const [[key]] = [...routes] as [[LpmKey, unknown]];
    assert.equal(entry!.formatted.key, { bits: key.prefixLength, data: [...key.data] });
    assert.equal({ ...(entry!.formatted.value as object), on_link: true }, hop);
    assert.is(key.data.length, size);

    const { prefixLength, data } = openKey(other, size);
    const bytes = Uint8Array.of(prefixLength, 0, 0, 0, ...data);
    const value = Uint8Array.of(9, 0, 0, 0, 0xff, 0xff, 0, 0);
    bpftool("map", "update", "pinned", path, "key", ...hexArguments(bytes), "value", ...hexArguments(value));
    assert.equal(routes.get(other), { device: 9, metric: -1, on_link: false });
    assert.equal(new Set(asJson.keys()), new Set([text, other]));
    assert.is(routes.count(), 2);
    assert.is(asJson.delete(text), true);
    assert.is(routes.has(text), false);
  });
}

/** The bytes of the two texts above, written out by hand. */
function openKey(text: string, size: number): LpmKey {
  const data = new Uint8Array(size);
  if (text === "192.168.0.0/24") data.set([192, 168]);
  else data.set([0xfe, 0x80]);
  return { prefixLength: size === 4 ? 24 : 10, data };
}

test("data that are no address", () => {
  using fd = mapCreate({
    type: MapType.LPM_TRIE,
    keySize: 10,
    valueSize: 4,
    maxEntries: 8,
    flags: MapFlag.NO_PREALLOC,
  });
  using prefixes = openMap<LpmKey, number>(fd, { value: u32 });
  prefixes.set({ prefixLength: 24, data: Uint8Array.of(1, 2, 3, 0, 0, 0) }, 5);
  assert.is(prefixes.get({ prefixLength: 48, data: [1, 2, 3, 4, 5, 6] as never }), 5);
  using json = openMap<unknown, unknown>(fd, { json: true });
  assert.equal([...json], [[{ prefixLength: 24, data: "hex:010203000000" }, "hex:05000000"]]);
});

test.run();
