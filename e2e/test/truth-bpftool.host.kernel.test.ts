/** bpftool reads every map that we pin, of every object in testdata and examples, and agrees with us. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type MapSpec, mapTypeName } from "@bpf/elf";
import { PinError } from "@bpf/pinning";
import { mapInfo, mapLookup, objGet } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs, entries } from "../src/bpffs.js";
import { bpftool, showPinned } from "../src/bpftool.js";
import { openPinned } from "../src/load-whole.js";
import { examples, littleEndian, objectsIn, parseFile } from "../src/objects.js";

/** Objects that no kernel or not this one takes; map-types.kernel.test.ts proves why. */
const refused = new Set([
  "pinmap-other-key-size.o", // an array's keys have 4 bytes
  "pinmap-other-map-extra.o", // arrays take no map_extra
  "pinmap-other-all.o", // nor do hashes
  "map-type-struct_ops.o",
]);
const youngTypes = new Set(["map-type-insn_array.o", "map-type-rhash.o"]);

/** Types whose maps the kernel makes with BTF types of key and value; the others refuse them. */
const btfTypes = new Set(
  "hash array percpu_hash percpu_array lru_hash lru_percpu_hash lpm_trie prog_array cgroup_storage reuseport_sockarray percpu_cgroup_storage sk_storage inode_storage task_storage bloom_filter cgrp_storage rhash".split(
    " ",
  ),
);

/** What bpftool calls a type: it knows names up to user_ringbuf. */
const bpftoolsType = (type: number): string | number => (type <= 31 ? mapTypeName(type) : type);

/** Flags that the kernel reports otherwise than they were asked for. */
function reportedFlags(type: number, flags: number): number {
  const rdonly = 8;
  const wronly = 16;
  const rdonlyProg = 128;
  const added = [14, 25, 34].includes(type) ? rdonlyProg : 0; // devmap, devmap_hash, insn_array
  return (flags & ~(rdonly | wronly)) | added;
}

/** The highest number in sysfs's list of possible CPUs, and one more. */
const possibleCpus =
  Number(/\d+$/.exec(readFileSync("/sys/devices/system/cpu/possible", "utf8").trim())![0]) + 1;

/** What loaders and the kernel make of some definitions, on 4 KB pages; others keep their max_entries. */
function reportedEntries(object: string, spec: MapSpec): number {
  const repaired: Record<string, number> = {
    "adapted.odd_ringbuf": 8192,
    "counters.events": 8192,
    "adapted-user-ringbuf.odd_user_ringbuf": 16384,
    "adapted.perf_of_zero": possibleCpus,
    "adapted.lru_per_cpu": Math.ceil(101 / possibleCpus) * possibleCpus,
    "adapted.lru_values_per_cpu": Math.ceil(103 / possibleCpus) * possibleCpus,
  };
  return repaired[`${object}.${spec.name}`] ?? spec.maxEntries;
}

function pinAndCompare(path: string): void {
  const object = parseFile(path);
  using maps = openPinned(object);
  assert.is(maps.maps.size, object.maps.size);
  for (const [name, pinned] of maps.maps) {
    const { spec } = pinned;
    assert.is(pinned.outcome, "created", name);
    const seen = showPinned(pinned.path!);
    // The object's own words, as the kernel repeats them.
    assert.equal(
      {
        id: seen.id,
        type: seen.type,
        name: seen.name,
        keySize: seen.bytes_key,
        valueSize: seen.bytes_value,
        maxEntries: seen.max_entries,
        flags: seen.flags,
      },
      {
        id: pinned.id,
        type: bpftoolsType(spec.type),
        name: name.replace(/[^A-Za-z0-9_.]/g, "_").slice(0, 15),
        keySize: spec.keySize,
        valueSize: spec.valueSize,
        maxEntries: reportedEntries(object.name, spec),
        flags: reportedFlags(spec.type, spec.flags),
      },
      name,
    );
    const hasBtf = spec.valueTypeId !== undefined && btfTypes.has(String(mapTypeName(spec.type)));
    assert.is(seen.btf_id !== undefined, hasBtf, `${name}: BTF`);
    assert.is(seen.frozen ?? 0, spec.section.startsWith(".rodata") ? 1 : 0, `${name}: frozen`);
    // What we read back through the pin.
    using fd = objGet(pinned.path!);
    const info = mapInfo(fd);
    assert.equal(
      {
        id: info.id,
        type: bpftoolsType(info.type),
        name: info.name,
        bytes_key: info.keySize,
        bytes_value: info.valueSize,
        max_entries: info.maxEntries,
        flags: info.flags,
        btf_id: info.btfId || undefined,
      },
      {
        id: seen.id,
        type: seen.type,
        name: seen.name,
        bytes_key: seen.bytes_key,
        bytes_value: seen.bytes_value,
        max_entries: seen.max_entries,
        flags: seen.flags,
        btf_id: seen.btf_id,
      },
    );
  }
}

const test = suite("maps we pinned, by bpftool");
test.before.each(emptyBpffs);

for (const path of [...objectsIn(littleEndian), ...objectsIn(examples)]) {
  const name = basename(path);
  if (refused.has(name) || youngTypes.has(name)) continue;
  test(name, () => pinAndCompare(path));
}

for (const name of refused) {
  test(`${name} is refused, and nothing stays`, () => {
    const object = parseFile(join(littleEndian, name));
    assert.throws(
      () => openPinned(object),
      (error: unknown) => PinError.is(error) && /EINVAL/.test(error.message),
    );
    assert.equal(entries(), []);
  });
}

for (const name of youngTypes) {
  test(`${name}: as bpftool can see it, or refused where the kernel does not name the type`, () => {
    const type = name.slice("map-type-".length, -".o".length).toUpperCase();
    const known = readFileSync("/sys/kernel/btf/vmlinux").includes(`\0BPF_MAP_TYPE_${type}\0`);
    if (known) pinAndCompare(join(littleEndian, name));
    else assert.throws(() => openPinned(parseFile(join(littleEndian, name))), /EINVAL/);
  });
}

test("a value written through bpftool is read through our pin", () => {
  using maps = openPinned(parseFile(join(examples, "pinmap.o")));
  const { path } = maps.get("pinmap")!;
  bpftool("map", "update", "pinned", path!, ..."key 0 0 0 0 value 1 2 3 4 5 6 7 8".split(" "));
  using fd = objGet(path!);
  assert.equal(mapLookup(fd, new Uint8Array(4)), new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]));
});

test.run();
