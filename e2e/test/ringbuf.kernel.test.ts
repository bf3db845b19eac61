/**
 * A ring buffer that is smaller than what a program writes meanwhile, in another process: every record that found room
 * arrives once, whole and in order, and what is missing is what the program counted as not having found room.
 */
import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { openRingBuffer, type RingBufferOptions } from "@bpf/maps";
import { MapFlag, MapType, mapCreate, RingError } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { kernelNames } from "../src/kernel-version.js";
import { ringFootprint } from "../src/ring-footprint.js";
import { producerObject, RingProducer } from "../src/ring-producer.js";
import { RingSequence } from "../src/ring-sequence.js";

// runner: timeout 600

interface Event {
  sequence: bigint;
  words: number;
  way: string;
}

const million = 1_000_000;
const test = suite("ring buffers");
const producer = new RingProducer(131_072);
const { btf } = parseObject(readFileSync(producerObject));
const typed: RingBufferOptions = { btf, type: "struct event" };

function judge({ received, missing, next }: RingSequence): void {
  const { committed, dropped, sequence } = producer.counts;
  assert.is(received, million);
  assert.is(Number(committed), million);
  // Numbers that were tried after the last record that arrived are missing as well.
  assert.is(missing + (Number(sequence) - next), Number(dropped));
  console.log(`  ${received} received, ${dropped} dropped`);
}

test.after(() => producer.close());

test("1,000,000 records of many lengths, between discarded ones, arrive whole and in order", async () => {
  producer.configure({ limit: BigInt(million), mask: 31, submit: 1, discard: 1 });
  const before = ringFootprint();
  const seen = new RingSequence();
  const produced = producer.runToLimit();
  for await (const batch of openRingBuffer(producer.ring).batches()) {
    for (let i = 0; i < batch.count; i++) seen.metWhole(batch.bytes(i));
    if (seen.received >= million) break;
  }
  await produced;
  judge(seen);
  assert.ok(producer.counts.discarded > 0n);
  assert.equal(ringFootprint(), before);
});

test("1,000,000 typed records, one by one; an abort ends the loop and frees everything", async () => {
  producer.configure({ limit: BigInt(million) });
  const before = ringFootprint();
  const controller = new AbortController();
  const events = openRingBuffer<Event>(producer.ring, { ...typed, signal: controller.signal });
  const open = ringFootprint();
  assert.is(open.threads, before.threads + 1);
  assert.is(open.mappings, before.mappings + 2);
  const seen = new RingSequence();
  const produced = producer.runToLimit();
  try {
    for await (const { sequence } of events) {
      seen.met(Number(sequence));
      if (seen.received === million) setTimeout(() => controller.abort(), 20);
    }
    assert.unreachable("the loop was to throw");
  } catch (error) {
    assert.is(error, controller.signal.reason);
  }
  assert.equal(ringFootprint(), before);
  await produced;
  judge(seen);
  assert.is(events.received, million);
});

test("aborted in the middle, the rest is there for the next reader", async () => {
  producer.configure({ limit: 1000n });
  await producer.runToLimit();
  const before = ringFootprint();
  const seen = new RingSequence();
  const controller = new AbortController();
  const events = openRingBuffer<Event>(producer.ring, { ...typed, signal: controller.signal });
  const failure = await (async () => {
    for await (const { sequence } of events) {
      seen.met(Number(sequence));
      if (seen.received === 700) controller.abort();
    }
  })().catch((error: unknown) => error);
  assert.is(failure, controller.signal.reason);
  assert.is(seen.received, 700);
  assert.equal(ringFootprint(), before);
  for await (const { sequence } of openRingBuffer<Event>(producer.ring, typed)) {
    seen.met(Number(sequence));
    if (seen.received === 1000) break;
  }
  assert.is(seen.missing, 0);
  assert.equal(ringFootprint(), before);
});

const overwrite = "a ring whose producers overwrite what nobody read is refused";
if (kernelNames("BPF_F_RB_OVERWRITE")) {
  test(overwrite, () => {
    const attr = { type: MapType.RINGBUF, keySize: 0, valueSize: 0, maxEntries: 65_536 };
    using ring = mapCreate({ ...attr, flags: MapFlag.RB_OVERWRITE });
    const before = ringFootprint();
    try {
      openRingBuffer(ring);
      assert.unreachable("it was to be refused");
    } catch (error) {
      assert.ok(RingError.is(error) && error.code === "ERR_RING_OVERWRITE", String(error));
    }
    assert.equal(ringFootprint(), before);
  });
} else {
  console.log(
    `# skip ${overwrite}: BPF_F_RB_OVERWRITE is not in this kernel's BTF (it came with Linux 6.19)`,
  );
  test.skip(overwrite);
}

test.run();
