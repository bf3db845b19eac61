import * as assert from "uvu/assert";

/** Judges the sequence numbers of records: they rise, and what is missing is counted. */
export class RingSequence {
  /** The number after the last one. */
  next = 0;
  received = 0;
  missing = 0;

  met(sequence: number): void {
    if (sequence < this.next) assert.unreachable(`${sequence} came after ${this.next - 1}`);
    this.missing += sequence - this.next;
    this.next = sequence + 1;
    this.received++;
  }

  /** A record of testdata/ring-producer.bpf.c, whose words follow from its number: it has to be whole. */
  metWhole(record: Uint8Array): void {
    const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
    const sequence = view.getUint32(0, true);
    const words = view.getUint32(8, true);
    if (view.getUint32(4, true) !== 0 || record.length !== 16 + words * 8)
      assert.unreachable(`${record.length} bytes with ${words} words`);
    for (let i = 0; i < words; i++) {
      if (view.getUint32(16 + i * 8, true) !== sequence + i + 1 || view.getUint32(20 + i * 8, true) !== 0)
        assert.unreachable(`word ${i} of record ${sequence}: ${Buffer.from(record).toString("hex")}`);
    }
    this.met(sequence);
  }
}
