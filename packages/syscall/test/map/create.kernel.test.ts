import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  BpfError,
  btfLoad,
  fdKind,
  type MapCreateAttr,
  MapFlag,
  MapType,
  mapCreate,
  mapInfo,
  objPin,
  progLoad,
} from "../../src/index.js";
import { bpftool } from "../bpftool.js";
import { smallBtf } from "../btf/small-btf.js";
import { countFds } from "../open-fds.js";
import { returnZero } from "../prog/programs.js";

const test = suite("mapCreate and mapInfo");
let pins = 0;

/** Makes a map and holds mapInfo against bpftool's view of its pin. */
function agrees(attr: MapCreateAttr, bpftoolType: string): void {
  using map = mapCreate(attr);
  assert.is(fdKind(map), "map");
  const path = `/sys/fs/bpf/map${pins++}`;
  objPin(map, path);
  const info = mapInfo(map);
  const told = bpftool("map", "show", "pinned", path);
  assert.is(told.type, bpftoolType);
  assert.equal(
    {
      id: info.id,
      name: info.name === "" ? undefined : info.name,
      flags: info.flags,
      bytes_key: info.keySize,
      bytes_value: info.valueSize,
      max_entries: info.maxEntries,
      btf_id: info.btfId === 0 ? undefined : info.btfId,
    },
    {
      id: told.id,
      name: told.name,
      flags: told.flags,
      bytes_key: told.bytes_key,
      bytes_value: told.bytes_value,
      max_entries: told.max_entries,
      btf_id: told.btf_id,
    },
  );
  assert.is(info.type, attr.type);
  assert.is(info.keySize, attr.keySize);
  assert.is(info.valueSize, attr.valueSize);
  assert.is(info.maxEntries, attr.maxEntries);
}

test("a hash with a name and flags", () => {
  agrees(
    {
      type: MapType.HASH,
      keySize: 5,
      valueSize: 13,
      maxEntries: 7,
      flags: MapFlag.NO_PREALLOC,
      name: "hash_map.name_1",
    },
    "hash",
  );
});

test("an array without a name", () => {
  agrees({ type: MapType.ARRAY, keySize: 4, valueSize: 4096, maxEntries: 3 }, "array");
});

test("a per-CPU hash", () => {
  agrees(
    { type: MapType.PERCPU_HASH, keySize: 4, valueSize: 12, maxEntries: 2, name: "percpu" },
    "percpu_hash",
  );
});

test("a ring buffer", () => {
  agrees({ type: MapType.RINGBUF, keySize: 0, valueSize: 0, maxEntries: 65_536 }, "ringbuf");
});

test("an array of maps, by its template", () => {
  using innerMap = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 8, maxEntries: 1 });
  agrees({ type: MapType.ARRAY_OF_MAPS, keySize: 4, valueSize: 4, maxEntries: 2, innerMap }, "array_of_maps");
});

test("BTF key and value types", () => {
  using btf = btfLoad(smallBtf);
  const attr = {
    type: MapType.HASH,
    keySize: 4,
    valueSize: 4,
    maxEntries: 1,
    btf,
    btfKeyTypeId: 1,
    btfValueTypeId: 1,
  };
  agrees(attr, "hash");
  using map = mapCreate(attr);
  const info = mapInfo(map);
  assert.ok(info.btfId > 0);
  assert.is(info.btfKeyTypeId, 1);
  assert.is(info.btfValueTypeId, 1);
});

test("map extra: the hashes of a bloom filter", () => {
  using map = mapCreate({
    type: MapType.BLOOM_FILTER,
    keySize: 0,
    valueSize: 4,
    maxEntries: 10,
    mapExtra: 3n,
  });
  assert.is(mapInfo(map).mapExtra, 3n);
});

test("a NUMA node sets its flag", () => {
  using map = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1, numaNode: 0 });
  assert.is(mapInfo(map).flags, MapFlag.NUMA_NODE);
  assert.throws(
    () => mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1, numaNode: 4000 }),
    (error: BpfError) => error.code === "EINVAL",
  );
});

test("a name of 16 bytes is refused before the call, one with a space by the kernel", () => {
  const attr = { type: MapType.ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 };
  assert.throws(
    () => mapCreate({ ...attr, name: "a234567890123456" }),
    (error: NodeJS.ErrnoException) => error instanceof RangeError && error.code === "ERR_INVALID_ARG_VALUE",
  );
  assert.throws(
    () => mapCreate({ ...attr, name: "a b" }),
    (error: BpfError) => BpfError.is(error) && error.code === "EINVAL" && error.command === "BPF_MAP_CREATE",
  );
});

const refused: [string, () => Partial<MapCreateAttr>, string][] = [
  ["an array's key size", () => ({ keySize: 8 }), "EINVAL"],
  ["no entries", () => ({ maxEntries: 0 }), "EINVAL"],
  ["an unknown map type", () => ({ type: 4000 }), "EINVAL"],
  ["an unknown flag", () => ({ flags: 0x8000_0000 }), "EINVAL"],
  ["a type id without BTF", () => ({ btfKeyTypeId: 1 }), "EINVAL"],
  ["too large a value", () => ({ valueSize: 0xffff_ffff }), "E2BIG"],
];
for (const [name, attr, code] of refused) {
  test(`the kernel refuses ${name}: ${code}, and nothing is left open`, () => {
    const before = countFds();
    assert.throws(
      () => mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4, maxEntries: 1, ...attr() }),
      (error: BpfError) => error.code === code && error.syscall === "bpf" && /: .+: .+/.test(error.message),
    );
    assert.is(countFds(), before);
  });
}

test("BTF types on a map that takes none: ENOTSUPP, which Node has no name for", () => {
  using btf = btfLoad(smallBtf);
  assert.throws(
    () =>
      mapCreate({
        type: MapType.PERF_EVENT_ARRAY,
        keySize: 4,
        valueSize: 4,
        maxEntries: 1,
        btf,
        btfKeyTypeId: 1,
        btfValueTypeId: 1,
      }),
    (error: BpfError) =>
      error.code === "ENOTSUPP" && error.errno === -524 && /without them/.test(error.message),
  );
});

test("a getter of the attributes may make calls of its own", () => {
  using template = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 24, maxEntries: 1 });
  using map = mapCreate({
    type: MapType.HASH,
    keySize: 8,
    get valueSize() {
      return mapInfo(template).valueSize;
    },
    get maxEntries() {
      return mapInfo(template).maxEntries + 2;
    },
  });
  const { type, keySize, valueSize, maxEntries } = mapInfo(map);
  assert.equal([type, keySize, valueSize, maxEntries], [MapType.HASH, 8, 24, 3]);
});

test("mapInfo of a program is a TypeError, not nonsense", () => {
  using program = progLoad({ type: 1, instructions: returnZero, license: "GPL" });
  assert.throws(
    () => mapInfo(program),
    (error: NodeJS.ErrnoException) => error instanceof TypeError && /"map".*"prog"/.test(error.message),
  );
});

test.run();
