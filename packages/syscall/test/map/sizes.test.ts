import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sizesOf } from "../../src/map/sizes.js";

const test = suite("sizesOf");
const cpus = () => 6;

test("a value as the kernel says", () => {
  assert.equal(sizesOf({ type: 1, keySize: 4, valueSize: 12 }, cpus), { key: 4, value: 12, perCpuValue: 12 });
});

// BPF_MAP_TYPE_PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE of linux/bpf.h
for (const type of [5, 6, 10, 21]) {
  test(`per-CPU type ${type}: rounded up to 8, times possible CPUs`, () => {
    assert.equal(sizesOf({ type, keySize: 4, valueSize: 12 }, cpus), { key: 4, value: 96, perCpuValue: 12 });
    assert.is(sizesOf({ type, keySize: 4, valueSize: 8 }, cpus).value, 48);
    assert.is(sizesOf({ type, keySize: 4, valueSize: 1 }, cpus).value, 48);
  });
}

test("a type newer than this package gets room for the per-CPU case", () => {
  assert.is(sizesOf({ type: 4000, keySize: 4, valueSize: 4 }, cpus).value, 48);
});

test.run();
