/** lpm_trie: prefixes written by us as CIDR text or as bits, read by bpftool as bytes; and the other way round. */
import { type LpmKey, openMap } from "@bpf/maps";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dumpElements, lookupElement, updateElement } from "../src/bpftool-elements.js";
import { typedElement, typedMaps } from "../src/typed-maps.js";
import { withMaps } from "../src/with-maps.js";

interface Hop {
  device: number;
  metric: number;
  on_link: boolean;
}

/** The bytes of a prefix as the kernel wants them: 32 bits in this machine's order, then the address. */
const keyBytes = (bits: number, address: readonly number[]): Uint8Array =>
  Uint8Array.of(bits, 0, 0, 0, ...address);

const six = (...groups: number[]): number[] => groups.flatMap((group) => [group >> 8, group & 255]);

const families = [
  {
    name: "routes4",
    prefixes: [
      { text: "0.0.0.0/0", bits: 0, address: [0, 0, 0, 0] },
      { text: "10.0.0.0/8", bits: 8, address: [10, 0, 0, 0] },
      { text: "10.1.128.0/17", bits: 17, address: [10, 1, 128, 0] },
      { text: "10.1.2.3/32", bits: 32, address: [10, 1, 2, 3] },
    ],
    matches: [
      ["10.1.2.3", "10.1.2.3/32"],
      ["10.1.200.1", "10.1.128.0/17"],
      ["10.1.2.4", "10.0.0.0/8"],
      ["192.0.2.1", "0.0.0.0/0"],
    ],
  },
  {
    name: "routes6",
    prefixes: [
      { text: "::/0", bits: 0, address: six(0, 0, 0, 0, 0, 0, 0, 0) },
      { text: "2001:db8::/33", bits: 33, address: six(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0) },
      { text: "2001:db8:8000::1/128", bits: 128, address: six(0x2001, 0xdb8, 0x8000, 0, 0, 0, 0, 1) },
    ],
    matches: [
      ["2001:db8:8000::1", "2001:db8:8000::1/128"],
      ["2001:db8:7fff::", "2001:db8::/33"],
      ["2001:db8:8000::2", "::/0"],
    ],
  },
] as const;

const hop = (index: number): Hop => ({ device: index + 1, metric: -index, on_link: index % 2 === 0 });

const test = suite("lpm_trie, by bpftool");

for (const { name, prefixes, matches } of families) {
  test(`${name}: written by us, read by bpftool`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using map = openMap<LpmKey | string, Hop>(pinned.path!);
      for (const [index, { text, bits, address }] of prefixes.entries()) {
        // Text and bits are the same key.
        if (index % 2 === 0) map.set(text, hop(index));
        else map.set({ prefixLength: bits, data: Uint8Array.from(address) }, hop(index));
      }
      const dumped = dumpElements(pinned.path!);
      assert.is(dumped.length, prefixes.length);
      for (const [index, { text, bits, address }] of prefixes.entries()) {
        const element = lookupElement(pinned.path!, keyBytes(bits, address))!;
        assert.equal(typedElement(pinned, element).values, [hop(index)], text);
        assert.ok(
          dumped.some(({ key }) => Buffer.compare(key, keyBytes(bits, address)) === 0),
          text,
        );
      }
    }));

  test(`${name}: written by bpftool, read by us`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using map = openMap<LpmKey | string, Hop>(pinned);
      for (const [index, { bits, address }] of prefixes.entries()) {
        const value = new DataView(new ArrayBuffer(8));
        const { device, metric, on_link } = hop(index);
        value.setUint32(0, device, true);
        value.setInt16(4, metric, true);
        value.setUint8(6, Number(on_link));
        updateElement(pinned.path!, keyBytes(bits, address), new Uint8Array(value.buffer));
      }
      for (const [address, text] of matches) {
        const index = prefixes.findIndex((prefix) => prefix.text === text);
        assert.equal(map.get(address), hop(index), address);
      }
      const ours = [...map].map(([key, value]) => {
        const { prefixLength, data } = key as LpmKey;
        return [prefixLength, [...data], value];
      });
      // In the trie's own order, which bpftool walks as we do.
      const theirs = dumpElements(pinned.path!).map((element) => {
        const index = prefixes.findIndex(
          ({ bits, address }) => Buffer.compare(keyBytes(bits, address), element.key) === 0,
        );
        return [prefixes[index]!.bits, prefixes[index]!.address, hop(index)];
      });
      assert.equal(ours, theirs);
    }));

  test(`${name}: removed by us, gone for bpftool`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using map = openMap<LpmKey | string, Hop>(pinned.path!);
      for (const [index, { text }] of prefixes.entries()) map.set(text, hop(index));
      for (const { text, bits, address } of prefixes) {
        assert.is(map.delete(text), true);
        const found = dumpElements(pinned.path!).some(
          ({ key }) => Buffer.compare(key, keyBytes(bits, address)) === 0,
        );
        assert.not.ok(found, text);
      }
      assert.is(map.delete(prefixes[0].text), false);
    }));
}

test.run();
