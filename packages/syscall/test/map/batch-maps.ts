import { type ElementBatch, MapElements, mapCreate } from "../../src/index.js";

/** A map of u32 keys and u64 values, with a batch of `capacity` elements. */
export function batchMap(type: number, maxEntries: number, capacity: number, keySize = 4) {
  const fd = mapCreate({ type, keySize, valueSize: 8, maxEntries });
  const elements = new MapElements(fd);
  const close = () => {
    elements.close();
    fd.close();
  };
  return { fd, elements, batch: elements.newBatch(capacity), [Symbol.dispose]: close };
}

/** The batch's memory as the words that are in it. */
export function words(batch: ElementBatch) {
  return { keys: new Uint32Array(batch.keys.buffer), values: new BigUint64Array(batch.values.buffer) };
}

/** The value that {@link fill} gives to a key. */
export const madeValue = (key: number) => BigInt(key) * 3n + 1n;

/** Sets keys 0 to `count` - 1, by single calls. */
export function fill(elements: MapElements, count: number): void {
  const { key, value } = elements;
  const [keyWord, valueWord] = [
    new Uint32Array(key.buffer, 0, 1),
    new BigUint64Array(value.buffer, value.byteOffset, 1),
  ];
  for (let index = 0; index < count; index++) {
    keyWord[0] = index;
    valueWord[0] = madeValue(index);
    const result = elements.update();
    if (result !== 0) throw new Error(`update of ${index}: ${result}`);
  }
}

/** The elements of the last answer. */
export function elementsOf(batch: ElementBatch): [key: number, value: bigint][] {
  const { keys, values } = words(batch);
  return Array.from({ length: batch.count }, (_, index) => [keys[index]!, values[index]!]);
}

/** All elements from where the batch stands to the end, and the last result. */
export function readAll(batch: ElementBatch, call: () => number): { read: [number, bigint][]; last: number } {
  const read: [number, bigint][] = [];
  for (;;) {
    const last = call();
    read.push(...elementsOf(batch));
    if (last < 0) return { read, last };
  }
}

/** As {@link readAll}. */
export async function readAllAsync(batch: ElementBatch, call: () => Promise<number>) {
  const read: [number, bigint][] = [];
  for (;;) {
    const last = await call();
    read.push(...elementsOf(batch));
    if (last < 0) return { read, last };
  }
}

/** The elements that {@link fill} made, in order. */
export function filled(count: number): [number, bigint][] {
  return Array.from({ length: count }, (_, index) => [index, madeValue(index)]);
}

export function byKey(read: [number, bigint][]): [number, bigint][] {
  return read.toSorted(([a], [b]) => a - b);
}
