import * as assert from "uvu/assert";
import type { RingBatch } from "../../src/index.js";

/** Of struct event in testdata/ring-producer.bpf.c. */
const header = 16;

/** The sequence numbers of a batch's records, each of which has to be whole. */
export function sequencesOf({ bytes, offsets, count }: RingBatch): number[] {
  return Array.from({ length: count }, (_, index) =>
    sequenceOf(bytes.subarray(offsets[index], offsets[index + 1])),
  );
}

function sequenceOf(record: Uint8Array): number {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const sequence = view.getBigUint64(0, true);
  const words = view.getUint32(8, true);
  assert.is(record.length, header + words * 8);
  for (let i = 0; i < words; i++)
    assert.is(view.getBigUint64(header + i * 8, true), sequence + BigInt(i + 1));
  return Number(sequence);
}

/** `from`, `from + 1`, … up to `to`, which is not among them. */
export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
