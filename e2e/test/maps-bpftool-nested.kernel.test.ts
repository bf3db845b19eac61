/** Maps of maps: what we put into a slot bpftool finds there by id, and the other way round. */
import { rmSync } from "node:fs";
import { fitBtf, MapType } from "@bpf/elf";
import { openMap, openMapOfMaps } from "@bpf/maps";
import {
  BpfError,
  type BpfFd,
  btfLoad,
  type MapCreateAttr,
  mapCreate,
  mapInfo,
  objGet,
  objPin,
} from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs } from "../src/bpffs.js";
import { bpftoolJson } from "../src/bpftool.js";
import { deleteElement, dumpElements, lookupElement, updateElement } from "../src/bpftool-elements.js";
import { typedMaps } from "../src/typed-maps.js";
import { mapsGone, withMaps } from "../src/with-maps.js";

const outers = [
  { name: "floors", key: 3, keyBytes: Uint8Array.of(3, 0, 0, 0) },
  { name: "towers", key: 2n ** 64n - 2n, keyBytes: Uint8Array.of(254, 255, 255, 255, 255, 255, 255, 255) },
];

interface Hop {
  device: number;
  metric: number;
  on_link: boolean;
}

/** struct room of testdata/typed-maps.bpf.c, which the outer maps were made with. */
const room = typedMaps.maps.get("floors")!.innerMap!;

/** A map like it. With its types: to Linux 6.1 a map that has none is another one. */
function makeRoom(changes: Partial<MapCreateAttr> = {}): BpfFd {
  const { type, keySize, valueSize, maxEntries } = room;
  using types = btfLoad(fitBtf(typedMaps)!);
  const typed = { btf: types, btfKeyTypeId: room.keyTypeId, btfValueTypeId: room.valueTypeId };
  const sizes = { type, keySize, valueSize, maxEntries };
  return mapCreate({ ...sizes, ...(Object.keys(changes).length === 0 ? typed : changes) });
}

const idBytes = (id: number): Uint8Array => new Uint8Array(Uint32Array.of(id).buffer);

/** The kernel keeps no types of maps of maps. */
const { btf } = typedMaps;

const test = suite("maps of maps, by bpftool");

for (const { name, key, keyBytes } of outers) {
  test(`${name}: set by us, found by bpftool`, () =>
    withMaps(typedMaps, async (maps) => {
      const pinned = maps.get(name)!;
      const { path } = pinned;
      const ids: number[] = [];
      {
        using outer = openMapOfMaps<number | bigint, number, Hop>(pinned, { btf });
        assert.is(outer.get(key), undefined);
        assert.is(outer.idOf(key), undefined);
        using inner = makeRoom();
        outer.set(key, inner);
        const { id } = mapInfo(inner);
        ids.push(id);
        assert.equal(lookupElement(path!, keyBytes)!.values, [idBytes(id)]);
        assert.equal(dumpElements(path!), [{ key: keyBytes, values: [idBytes(id)] }]);
        assert.is(outer.idOf(key), id);
        assert.equal([...outer.entries()], [[key, id]]);

        // A typed map is taken as well, and written through after it was found again.
        using other = openMap(inner);
        outer.set(key, other);
        using found = outer.get(key)!;
        found.set(0x04030201, { device: 0x08070605, metric: 0x0a09, on_link: true });
        const [element] = bpftoolJson<{ key: string[]; value: string[] }[]>("map", "dump", "id", `${id}`);
        assert.equal(element!.key.map(Number), [1, 2, 3, 4]);
        assert.equal(element!.value.map(Number), [5, 6, 7, 8, 9, 10, 1, 0]);

        assert.is(outer.delete(key), true);
        assert.is(lookupElement(path!, keyBytes), undefined);
      }
      await mapsGone(ids);
    }));

  test(`${name}: set by bpftool, found by us`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      const { path } = pinned;
      const pin = `${bpffs}/inner`;
      using outer = openMapOfMaps<number | bigint, number, Hop>(pinned, { btf });
      {
        using inner = makeRoom();
        objPin(inner, pin);
      }
      updateElement(path!, keyBytes, ["pinned", pin]);
      using inner = objGet(pin);
      assert.is(outer.idOf(key), mapInfo(inner).id);
      using found = outer.get(key)!;
      assert.is(found.info.id, mapInfo(inner).id);
      bpftoolJson("map", "update", "pinned", pin, ..."key 1 0 0 0 value 8 7 6 5 4 3 2 1".split(" "));
      assert.equal(found.get(1), { device: 0x05060708, metric: 0x0304, on_link: true });
      deleteElement(path!, keyBytes);
      assert.is(outer.get(key), undefined);
      bpftoolJson("map", "delete", "pinned", pin, ..."key 1 0 0 0".split(" "));
      rmSync(pin);
    }));

  test(`${name}: a map that does not fit its template is refused, and the slot keeps what it had`, () =>
    withMaps(typedMaps, (maps) => {
      const pinned = maps.get(name)!;
      using outer = openMapOfMaps<number | bigint, number, Hop>(pinned, { btf });
      using inner = makeRoom();
      outer.set(key, inner);
      for (const changes of [{ valueSize: 16 }, { keySize: 8 }, { type: MapType.ARRAY }]) {
        using other = makeRoom(changes);
        assert.throws(
          () => outer.set(key, other),
          (error: unknown) => BpfError.is(error) && error.code === "EINVAL",
        );
      }
      assert.is(outer.idOf(key), mapInfo(inner).id);
      outer.delete(key);
    }));
}

test.run();
