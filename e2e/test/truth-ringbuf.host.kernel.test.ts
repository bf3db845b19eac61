/** libbpf reads the same records as we do, and each goes on where the other stopped. */
import { execFileSync } from "node:child_process";
import { openRingBuffer } from "@bpf/maps";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { buildNative } from "../src/native-program.js";
import { RingProducer } from "../src/ring-producer.js";

const test = suite("ring buffers, by libbpf and by us");
const producer = new RingProducer(65_536);
const consumer = buildNative("ringbuf-consumer", "bpf");

const byLibbpf = (count: number): string[] =>
  execFileSync(consumer, [producer.ring, String(count)], { encoding: "utf8" })
    .trimEnd()
    .split("\n");

async function byUs(count: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const record of openRingBuffer<Uint8Array>(producer.ring)) {
    lines.push(`${record.length} ${Buffer.from(record).toString("hex")}`);
    if (lines.length === count) break;
  }
  return lines;
}

const production = { limit: 200n, mask: 31, submit: 1, discard: 1 };

async function produce(): Promise<void> {
  producer.configure(production);
  await producer.run(200);
  assert.is(producer.counts.committed, 200n);
}

test.after(() => producer.close());

test("the same bytes of the same records", async () => {
  await produce();
  const theirs = byLibbpf(200);
  await produce();
  assert.equal(await byUs(200), theirs);
  assert.is(new Set(theirs.map((line) => line.split(" ")[0])).size, 16, "lengths");
});

test("taking turns, many times over the ring's end", async () => {
  await produce();
  const all = byLibbpf(200);
  for (let round = 0; round < 10; round++) {
    await produce();
    const lines = [...byLibbpf(30), ...(await byUs(77)), ...byLibbpf(1), ...(await byUs(1)), ...byLibbpf(91)];
    assert.equal(lines, all, `round ${round}`);
  }
});

test.run();
