import { MapFlag, MapType } from "@bpf/elf";
import { type LpmKey, layout, openMap, type TypedMap } from "@bpf/maps";
import type { MapCreateAttr } from "@bpf/syscall";

/** Kinds of maps whose elements can be numbered, each with a way of its own to be walked. */
export type NumberedKind = "hash" | "hash without preallocation" | "lpm_trie" | "devmap_hash";

const sizes = { keySize: 4, valueSize: 4 };

/** How the kernel makes each. devmap_hash has no batch commands: a walk over it is by get-next-key. */
export const numberedKinds: Readonly<Record<NumberedKind, Omit<MapCreateAttr, "maxEntries">>> = {
  hash: { type: MapType.HASH, ...sizes },
  "hash without preallocation": { type: MapType.HASH, flags: MapFlag.NO_PREALLOC, ...sizes },
  lpm_trie: { type: MapType.LPM_TRIE, flags: MapFlag.NO_PREALLOC, ...sizes, keySize: 8 },
  devmap_hash: { type: MapType.DEVMAP_HASH, ...sizes },
};

type Key = number | string | LpmKey;

/** One of those maps: numbers for keys, each with a value that follows from it. */
export class NumberedMap implements Disposable {
  readonly map: TypedMap<Key, number>;
  readonly #kind: NumberedKind;

  constructor(path: string, kind: NumberedKind) {
    const key = kind === "lpm_trie" ? {} : { key: layout.u32 };
    this.map = openMap<Key, number>(path, { ...key, value: layout.u32 });
    this.#kind = kind;
  }

  keyOf(number: number): Key {
    if (this.#kind !== "lpm_trie") return number;
    return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
  }

  numberOf(key: Key): number {
    if (typeof key !== "object") return Number(key);
    const { data } = key;
    return new DataView(data.buffer, data.byteOffset).getUint32(0);
  }

  /** Device maps take the index of an interface; lo has 1. */
  valueOf(number: number): number {
    return this.#kind === "devmap_hash" ? 1 : ~number >>> 0;
  }

  set(number: number): void {
    this.map.set(this.keyOf(number), this.valueOf(number));
  }

  delete(number: number): boolean {
    return this.map.delete(this.keyOf(number));
  }

  [Symbol.dispose](): void {
    this.map.close();
  }
}
