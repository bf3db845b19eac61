/**
 * Every value of enum bpf_map_type on the running kernel: made, pinned and reused from an object of testdata, or
 * refused, with the errno and a proof of the reason.
 */
import { existsSync, readFileSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { BtfKind, fitBtf, MapType, mapTypeName, parseBtf } from "@bpf/elf";
import { openMaps, unpinMaps } from "@bpf/pinning";
import { btfLoad, mapCreate, mapInfo, objGet, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs, entries } from "../src/bpffs.js";
import { kernelAtLeast, kernelNames } from "../src/kernel-version.js";
import { littleEndian, parseFile } from "../src/objects.js";

/** First kernel with a type, of those younger than 5.10; from the kernel's history of include/uapi/linux/bpf.h. */
const since: Record<string, string> = {
  task_storage: "5.11",
  bloom_filter: "5.16",
  user_ringbuf: "6.1",
  cgrp_storage: "6.2",
  arena: "6.9",
  insn_array: "6.19",
  rhash: "7.2",
};

/** Types that no definition alone can make. */
const unmakeable: Record<string, string> = {
  unspec: "names no map type",
  struct_ops: "needs the kernel's own BTF type of the value",
};

/**
 * The allocator of Linux 7's arenas takes memory without locks, which needs CMPXCHG16B; virtual machines are emulated
 * without it (see e2e/vm/boot.mjs).
 */
const lacksArena =
  kernelAtLeast("7.0") && !/^flags\s*:.*\bcx16\b/m.test(readFileSync("/proc/cpuinfo", "latin1"));

/** Enumerators by value; deprecated aliases left out. */
const types = Object.entries(MapType)
  .filter(([name]) => !name.endsWith("_DEPRECATED"))
  .map(([enumerator, value]) => ({
    enumerator: `BPF_MAP_TYPE_${enumerator}`,
    value,
    name: String(mapTypeName(value)),
  }));

/** The errno name somewhere down an error's causes. */
function errnoName(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("errno" in cause && "code" in cause && typeof cause.errno === "number") return String(cause.code);
  }
  return undefined;
}

/** The errno of a call that must fail. */
function refusal(call: () => Disposable): string | undefined {
  let made: Disposable;
  try {
    made = call();
  } catch (error) {
    return errnoName(error) ?? String(error);
  }
  made[Symbol.dispose]();
  return "no error";
}

const table: { value: number; name: string; outcome: string }[] = [];
const test = suite(`map types on Linux ${release()}`);
test.before.each(emptyBpffs);
test.after(() => {
  for (const { value, name, outcome } of table)
    console.log(`  ${String(value).padStart(2)} ${name.padEnd(22)} ${outcome}`);
});

test("the enum has no gap", () => {
  const values = types.map(({ value }) => value).sort((a, b) => a - b);
  assert.equal(
    values,
    values.map((_, index) => index),
  );
  assert.ok(values.length >= 36, `${values.length} types`);
});

for (const { enumerator, value, name } of types) {
  const first = since[name] ?? "5.10";
  test(`${value} ${name}`, () => {
    const note = (outcome: string) => table.push({ value, name, outcome });
    const known = kernelNames(enumerator);
    assert.is(known, kernelAtLeast(first), `${enumerator} came with Linux ${first}`);

    if (value === MapType.UNSPEC) {
      const errno = refusal(() => mapCreate({ type: value, keySize: 4, valueSize: 8, maxEntries: 1 }));
      assert.is(errno, "EINVAL");
      note(`refused, ${errno}: ${unmakeable[name]}`);
      return;
    }

    const object = parseFile(join(littleEndian, `map-type-${name}.o`));
    assert.is(object.maps.get(name)!.type, value);
    if (!known || name in unmakeable) {
      const errno = refusal(() => openMaps(object));
      assert.is(errno, "EINVAL");
      assert.equal(entries(), []);
      note(`refused, ${errno}: ${known ? unmakeable[name] : `the kernel is too old, ${first} has it`}`);
      return;
    }

    if (value === MapType.ARENA && lacksArena) {
      const errno = refusal(() => openMaps(object));
      assert.is(errno, "ENOMEM");
      assert.equal(entries(), []);
      note(`refused, ${errno}: this CPU has no CMPXCHG16B`);
      return;
    }

    const path = join(bpffs, name);
    let id: number;
    {
      using created = openMaps(object);
      const map = created.get(name)!;
      assert.equal([map.outcome, map.path], ["created", path]);
      id = map.id;
    }
    {
      using fd = objGet(path);
      const info = mapInfo(fd);
      assert.equal([info.id, info.type], [id, value]);
    }
    {
      using again = openMaps(object);
      assert.equal([again.get(name)!.outcome, again.get(name)!.id], ["reused", id]);
    }
    assert.is(unpinMaps(object).removed.length, 1);
    assert.not.ok(existsSync(path));
    note("created, pinned, reused");
  });
}

test("a struct_ops map is made and pinned once the kernel's type of its value is named", () => {
  const vmlinux = parseBtf(readFileSync("/sys/kernel/btf/vmlinux"));
  const type = vmlinux.find("bpf_struct_ops_tcp_congestion_ops", BtfKind.STRUCT)!;
  // The kernel wants a BTF of the object's own beside the id in its BTF.
  using own = btfLoad(fitBtf(parseFile(join(littleEndian, "map-type-struct_ops.o")))!);
  const attr = { type: MapType.STRUCT_OPS, keySize: 4, valueSize: type.size, maxEntries: 1, btf: own };
  assert.is(
    refusal(() => mapCreate(attr)),
    "EINVAL",
  );
  using fd = mapCreate({ ...attr, btfVmlinuxValueTypeId: type.id });
  objPin(fd, join(bpffs, "struct_ops"));
  using again = objGet(join(bpffs, "struct_ops"));
  assert.is(mapInfo(again).btfVmlinuxValueTypeId, type.id);
});

test("a type past the enum is refused", () => {
  const past = Math.max(...types.map(({ value }) => value)) + 1000;
  assert.is(
    refusal(() => mapCreate({ type: past, keySize: 4, valueSize: 8, maxEntries: 1 })),
    "EINVAL",
  );
});

test.run();
