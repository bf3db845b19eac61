import { fitBtf, MapFlag, MapType } from "@bpf/elf";
import { type BpfFd, btfLoad, mapCreate, mapInfo } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { keepsTypes } from "../../src/gen/kept-types.js";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import { typeIdByName } from "../../src/layout/type-by-name.js";
import { typedMaps } from "../object-maps.js";

const test = suite("types that the kernel keeps");

const object = typedMaps();
const btf = object.btf!;
const id = (name: string): number => typeIdByName(btf, name)!;

/** Keys of 4 and 8 bytes, and none: by the names of their types. */
const keys: Record<number, readonly (string | undefined)[]> = {
  0: [undefined],
  4: ["__u32", "__s32", "enum state", "struct bpf_spin_lock", undefined],
  8: ["__u64", "struct route4", undefined],
};

interface Trial {
  readonly type: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly flags?: number;
  /** Whether all is known: what the kernel takes is exactly what is said. */
  readonly isExact: boolean;
}

const plain = { keySize: 4, valueSize: 4 };

const trials: Trial[] = [
  { type: MapType.HASH, ...plain, isExact: true },
  { type: MapType.LRU_HASH, ...plain, isExact: true },
  { type: MapType.PERCPU_HASH, ...plain, isExact: true },
  { type: MapType.LRU_PERCPU_HASH, ...plain, isExact: true },
  { type: MapType.ARRAY, ...plain, isExact: true },
  { type: MapType.PERCPU_ARRAY, ...plain, isExact: true },
  { type: MapType.LPM_TRIE, keySize: 8, valueSize: 4, flags: MapFlag.NO_PREALLOC, isExact: true },
  { type: MapType.BLOOM_FILTER, keySize: 0, valueSize: 4, isExact: true },
  { type: MapType.QUEUE, keySize: 0, valueSize: 4, isExact: true },
  { type: MapType.STACK, keySize: 0, valueSize: 4, isExact: true },
  { type: MapType.DEVMAP, ...plain, isExact: true },
  { type: MapType.CPUMAP, ...plain, isExact: true },
  { type: MapType.XSKMAP, ...plain, isExact: true },
  { type: MapType.SOCKMAP, ...plain, isExact: true },
  { type: MapType.SOCKHASH, ...plain, isExact: true },
  { type: MapType.STACK_TRACE, keySize: 4, valueSize: 8, isExact: true },
  { type: MapType.PERF_EVENT_ARRAY, ...plain, isExact: true },
  { type: MapType.CGROUP_ARRAY, ...plain, isExact: true },
  // The kernel takes types of these, and nobody needs them: layouts that the kind of map fixes are used.
  { type: MapType.PROG_ARRAY, ...plain, isExact: false },
];

const layoutOf = (name: string | undefined) =>
  name === undefined ? undefined : layoutFromBtf(btf, id(name));

function takes(
  loaded: BpfFd,
  { type, keySize, valueSize, flags }: Trial,
  key?: string,
  value?: string,
): boolean {
  try {
    using fd = mapCreate({
      ...{ type, keySize, valueSize, maxEntries: 64, flags, btf: loaded },
      btfKeyTypeId: key === undefined ? 0 : id(key),
      btfValueTypeId: value === undefined ? 0 : id(value),
    });
    return mapInfo(fd).btfValueTypeId !== 0;
  } catch {
    return false;
  }
}

test("the kernel takes the types that are said to be kept, and where that is certain no others", () => {
  using loaded = btfLoad(fitBtf(object)!);
  for (const trial of trials) {
    for (const key of keys[trial.keySize]!) {
      for (const value of [trial.valueSize === 8 ? "__u64" : "__u32", undefined]) {
        const said = keepsTypes({ type: trial.type, definition: "btf" }, layoutOf(key), layoutOf(value));
        const is = takes(loaded, trial, key, value);
        if (said || trial.isExact) assert.is(said, is, `map type ${trial.type}, key ${key}, value ${value}`);
      }
    }
  }
});

test.run();
