import type { ElementBatch } from "@bpf/syscall";
import { type ByteView, byteView } from "../codec/byte-view.js";
import type { OpenedMap } from "../open/core.js";
import { batchCapacity } from "./walk.js";

/** Room for the elements of one batch, and how to do them one by one where the kernel has no batches. */
export class Room {
  readonly batch: ElementBatch;
  readonly keys: ByteView;
  readonly values: ByteView;
  /** Elements in it. */
  filled = 0;
  readonly #map: OpenedMap;

  constructor(map: OpenedMap) {
    this.#map = map;
    this.batch = map.elements.newBatch(batchCapacity(map));
    this.keys = byteView(this.batch.keys);
    this.values = byteView(this.batch.values);
  }

  get full(): boolean {
    return this.filled === this.batch.capacity;
  }

  putKey(key: unknown): void {
    const codec = this.#map.key;
    codec.encode(key, this.keys, this.filled * codec.size, "key");
  }

  putValue(value: unknown): void {
    const codec = this.#map.value;
    codec.encode(value, this.values, this.filled * codec.size, "value");
  }

  /** Takes over the keys that a walk met; no more than there is room for. */
  takeKeys(met: ElementBatch): void {
    const { keySize } = this.#map.elements;
    this.filled = Math.min(met.count, this.batch.capacity);
    this.batch.keys.set(met.keys.subarray(0, this.filled * keySize));
  }
}
