import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sizesOf } from "../../src/map/sizes.js";

const test = suite("sizesOf");

/** Of a map with this type and value size, on a machine of 6 possible CPUs. */
const sizes = (type: number, valueSize: number) => sizesOf({ id: 7, type, keySize: 4, valueSize }, () => 6);

test("a value as the kernel says", () => {
  const map = { id: 7, type: 1, keySize: 4, valueSize: 12 };
  assert.equal(sizes(1, 12), { map, key: 4, value: 12, perCpuValue: 12 });
});

// BPF_MAP_TYPE_PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE of linux/bpf.h
for (const type of [5, 6, 10, 21]) {
  test(`per-CPU type ${type}: rounded up to 8, times possible CPUs`, () => {
    const { key, value, perCpuValue } = sizes(type, 12);
    assert.equal([key, value, perCpuValue], [4, 96, 12]);
    assert.is(sizes(type, 8).value, 48);
    assert.is(sizes(type, 1).value, 48);
  });
}

test("a type newer than this package gets room for the per-CPU case", () => {
  assert.is(sizes(4000, 4).value, 48);
});

test.run();
