import { getEventListeners } from "node:events";
import { BpfFd, mapCreate, objGet, RingReader } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { collected } from "../../../syscall/test/collect.js";
import { footprint } from "../../../syscall/test/ring/footprint.js";
import { RingProducer, wakeup } from "../../../syscall/test/ring/producer.js";
import { openAnyMap } from "../../src/kinds/open-any-map.js";
import { layout } from "../../src/layout/describe.js";
import { openRingBuffer } from "../../src/ring/open.js";
import type { RingBufferOptions } from "../../src/ring/options.js";
import type { RingBuffer } from "../../src/ring/ring-buffer.js";
import { bpfError, mapError, valueError } from "../errors.js";
import { btf, type Event } from "./events.js";

const test = suite("RingBuffer");
const producer = new RingProducer(65_536);
const path = producer.ring;
const typed = { btf, type: "struct event" } as const;
const open = (options?: RingBufferOptions): RingBuffer<Event> =>
  openRingBuffer<Event>(path, { ...typed, ...options });
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a loop over all records that come met until it ended, and the error that ended it. */
async function collect<T>(events: AsyncIterable<T>, onEvent?: (event: T, seen: number) => unknown) {
  const seen: T[] = [];
  try {
    for await (const event of events) {
      seen.push(event);
      if (onEvent?.(event, seen.length) === "stop") break;
    }
  } catch (error) {
    return { seen, error };
  }
  return { seen };
}

/** The sequence numbers of the first so many records. */
async function take(count: number, options?: RingBufferOptions): Promise<number[]> {
  const { seen } = await collect(open(options), (_, seen) => (seen === count ? "stop" : undefined));
  return seen.map(({ sequence }) => Number(sequence));
}

/** The sequence numbers of what is in the ring still. */
function left(): number[] {
  using fd = objGet(path);
  using reader = RingReader.open(fd);
  const found: number[] = [];
  for (let batch = reader.readAvailable(); batch !== undefined; batch = reader.readAvailable()) {
    const view = new DataView(batch.bytes.buffer);
    for (let i = 0; i < batch.count; i++) found.push(Number(view.getBigUint64(batch.offsets[i]!, true)));
  }
  return found;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

test.before.each(() => {
  left();
  producer.configure();
});

test("records as their type in BTF says", async () => {
  producer.configure({ submit: true });
  producer.run(3);
  const { seen } = await collect(open(), (_, seen) => (seen === 3 ? "stop" : undefined));
  assert.equal(seen, [
    { sequence: 0n, words: 0, way: "OUTPUT" },
    { sequence: 1n, words: 0, way: "SUBMIT" },
    { sequence: 2n, words: 0, way: "OUTPUT" },
  ]);
});

test("the type by name, by layout, by definition, or not at all", async () => {
  const value = layout.struct({ sequence: layout.u64, words: layout.u32, way: layout.u32 });
  const spec = { valueTypeId: btf!.findId("event")! } as RingBufferOptions["spec"];
  const way = { OUTPUT: 1 };
  const hex = `hex:${"00".repeat(12)}01000000`;
  for (const [options, expected] of [
    [
      { btf, type: "event" },
      { sequence: 0n, words: 0, way: "OUTPUT" },
    ],
    [{ value }, { sequence: 0n, words: 0, way: way.OUTPUT }],
    [
      { btf, spec },
      { sequence: 0n, words: 0, way: "OUTPUT" },
    ],
    [
      { ...typed, json: true },
      { sequence: "0", words: 0, way: "OUTPUT" },
    ],
    [{ ...typed, raw: true }, Uint8Array.of(...new Uint8Array(12), 1, 0, 0, 0)],
    [{}, Uint8Array.of(...new Uint8Array(12), 1, 0, 0, 0)],
    [{ json: true }, hex],
  ] as const) {
    producer.configure();
    producer.run(1);
    const { seen } = await collect(openRingBuffer(path, options), () => "stop");
    assert.equal(seen, [expected]);
  }
});

test("bytes are copies, of each record's own length", async () => {
  producer.configure({ mask: 3 });
  producer.run(4);
  const { seen } = await collect(openRingBuffer<Uint8Array>(path), (_, seen) =>
    seen === 4 ? "stop" : undefined,
  );
  assert.equal(
    seen.map(({ length }) => length),
    [16, 24, 32, 40],
  );
  assert.equal(
    seen.map(({ buffer }) => buffer.byteLength),
    [16, 24, 32, 40],
  );
  assert.equal(
    seen.map((bytes) => bytes[0]),
    [0, 1, 2, 3],
  );
});

test("a record of another length than its type ends the loop, and is done with", async () => {
  producer.configure({ mask: 1 });
  producer.run(4);
  const { seen, error } = await collect(open());
  assert.is(seen.length, 1);
  assert.ok(valueError("record", /^has 24 bytes, struct event has 16; loose: true/)(error), String(error));
  assert.equal(left(), [2, 3]);
  producer.configure();
  producer.run(1);
  const value = layout.struct({ sequence: layout.u64, all: layout.bytes(16) });
  const short = await collect(openRingBuffer(path, { value, loose: true }));
  assert.ok(valueError("record", /^has 16 bytes, its layout has 24$/)(short.error), String(short.error));
});

test("loose: what follows is passed over", async () => {
  producer.configure({ mask: 3 });
  producer.run(4);
  assert.equal(await take(4, { loose: true }), [0, 1, 2, 3]);
});

for (const [how, end] of [
  ["break", () => "stop"],
  ["close()", (events: RingBuffer<Event>) => events.close()],
  [
    "an error in the loop",
    () => {
      throw new Error("of the loop");
    },
  ],
] as const) {
  test(`${how}: the loop ends, what it did not have stays in the ring, and all is freed`, async () => {
    const before = footprint();
    producer.run(1000);
    const events = open();
    const { seen, error } = await collect(events, (_, seen) => (seen === 600 ? end(events) : undefined));
    assert.is(
      (error as Error | undefined)?.message,
      how === "an error in the loop" ? "of the loop" : undefined,
    );
    assert.is(seen.length, 600);
    assert.is(events.received, 600);
    assert.is(events.closed, true);
    assert.equal(footprint(), before);
    assert.equal(left(), range(600, 1000));
  });
}

test("an abort makes the loop throw the signal's reason, at once", async () => {
  const before = footprint();
  producer.run(1000);
  const controller = new AbortController();
  const events = open({ signal: controller.signal });
  const { seen, error } = await collect(events, (_, seen) => {
    if (seen === 70) controller.abort();
  });
  assert.is(seen.length, 70);
  assert.is(error, controller.signal.reason);
  assert.is((error as Error).name, "AbortError");
  assert.equal(footprint(), before);
  assert.equal(left(), range(70, 1000));
  assert.equal(getEventListeners(controller.signal, "abort"), []);
});

test("an abort while the loop waits, by a timer of its own reason", async () => {
  const before = footprint();
  const signal = AbortSignal.timeout(30);
  const keepsAlive = setTimeout(() => undefined, 5000);
  const { seen, error } = await collect(open({ signal }));
  clearTimeout(keepsAlive);
  assert.equal(seen, []);
  assert.is((error as Error).name, "TimeoutError");
  assert.equal(footprint(), before);
});

test("aborted before it is opened, or between opening and reading", async () => {
  const before = footprint();
  assert.throws(
    () => open({ signal: AbortSignal.abort() }),
    (error: Error) => error.name === "AbortError",
  );
  const controller = new AbortController();
  const events = open({ signal: controller.signal });
  controller.abort("enough");
  assert.equal(footprint(), before);
  assert.is((await collect(events)).error, "enough");
});

test("a signal that outlives many ring buffers keeps no listener of theirs", async () => {
  const { signal } = new AbortController();
  for (let i = 0; i < 20; i++) {
    using events = open({ signal });
    assert.is(getEventListeners(signal, "abort").length, 1, String(events.closed));
  }
  assert.equal(getEventListeners(signal, "abort"), []);
});

test("a signal that lives on does not keep a ring buffer that was dropped", async () => {
  const { signal } = new AbortController();
  const before = footprint();
  (() => {
    for (let i = 0; i < 3; i++) open({ signal });
    // Dropped in the middle of a loop that nobody goes on with.
    void open({ signal })[Symbol.asyncIterator]();
  })();
  assert.is(getEventListeners(signal, "abort").length, 4);
  for (let i = 0; i < 50 && getEventListeners(signal, "abort").length > 0; i++) {
    await collected();
    await sleep(10);
  }
  assert.equal(getEventListeners(signal, "abort"), []);
  for (let i = 0; i < 50 && JSON.stringify(footprint()) !== JSON.stringify(before); i++) {
    await collected();
    await sleep(10);
  }
  assert.equal(footprint(), before);
});

test("a loop that waits is kept, and ends by the signal, though nothing else holds it", async () => {
  const controller = new AbortController();
  const before = footprint();
  const ended = collect(open({ signal: controller.signal }));
  await sleep(10);
  for (let i = 0; i < 5; i++) await collected();
  producer.run(1);
  await sleep(20);
  await collected();
  controller.abort();
  const { seen, error } = await ended;
  assert.is(seen.length, 1);
  assert.is(error, controller.signal.reason);
  assert.equal(footprint(), before);
});

test("batches: the same records, many at a time", async () => {
  producer.configure({ submit: true });
  producer.run(500);
  const events = open();
  const seen: number[] = [];
  for await (const batch of events.batches()) {
    for (const { sequence } of batch) seen.push(Number(sequence));
    assert.throws(() => batch.at(batch.count), /there is no record/);
    assert.throws(() => batch.at(-1), /no record -1/);
    assert.throws(() => batch.at(0.5), /no record 0.5/);
    if (seen.length === 500) break;
  }
  assert.equal(seen, range(0, 500));
  assert.is(events.received, 500);
});

test("batches: only what was looked at leaves the ring", async () => {
  producer.run(100);
  for await (const batch of open().batches()) {
    assert.is(batch.count, 100);
    assert.is(batch.jsonText(0), '{"sequence":"0","words":0,"way":"OUTPUT"}');
    assert.is(batch.bytes(4).length, 16);
    break;
  }
  assert.equal(left(), range(5, 100));
});

test("a batch is over once the next one is asked for", async () => {
  producer.run(1);
  using events = open();
  const batches = events.batches();
  const { value: first } = await batches.next();
  assert.is(first!.count, 1);
  producer.run(1);
  const { value: second } = await batches.next();
  assert.is(first!.count, 0);
  assert.throws(() => first!.at(0), /there is no record 0/);
  assert.is(second!.at(0).sequence, 1n);
  assert.is(events.received, 2);
});

test("steps asked for at once come in order", async () => {
  using events = open();
  const iterator = events[Symbol.asyncIterator]();
  const steps = Array.from({ length: 5 }, () => iterator.next());
  producer.run(3);
  await sleep(20);
  producer.run(2);
  const found = (await Promise.all(steps)).map(({ value }) => Number((value as Event).sequence));
  assert.equal(found, [0, 1, 2, 3, 4]);
  const last = iterator.next();
  assert.equal(await iterator.return!(), { done: true, value: undefined });
  assert.equal(await last, { done: true, value: undefined });
  assert.equal(await iterator.next(), { done: true, value: undefined });
});

test("return() before the first step frees everything", async () => {
  const before = footprint();
  const iterator = open()[Symbol.asyncIterator]();
  await iterator.return!();
  assert.equal(footprint(), before);
});

test("one loop at a time, and none after close()", async () => {
  const events = open();
  const first = events[Symbol.asyncIterator]().next();
  const second = await collect(events);
  assert.ok(mapError("ERR_MAP_BUSY", /another loop/)(second.error), String(second.error));
  producer.run(1);
  assert.is((await first).done, false);
  events.close();
  events.close();
  const after = await collect(events);
  assert.ok(mapError("ERR_MAP_CLOSED")(after.error), String(after.error));
  assert.throws(() => events.fd, mapError("ERR_MAP_CLOSED"));
});

test("a slow loop gives room back record by record", async () => {
  const events = open();
  producer.run(5000);
  const { committed } = producer.counts();
  const iterator = events[Symbol.asyncIterator]();
  for (let i = 0; i < 1000; i++) await iterator.next();
  producer.run(5000);
  const more = producer.counts().committed - committed;
  assert.ok(more > 900 && more <= 1000, `${more} records found room`);
  events.close();
});

test("another reader at once is told", async () => {
  producer.run(10);
  const first = open()[Symbol.asyncIterator]();
  const second = open();
  await first.next();
  const { seen, error } = await collect(second, async (_, seen) => {
    if (seen === 10) await first.return!();
  });
  assert.is(seen.length, 10);
  assert.is((error as { code?: string }).code, "ERR_RING_SHARED");
});

test("a producer that wakes nobody", async () => {
  producer.configure({ flags: wakeup.none });
  const taken = take(2, { pollIntervalMs: 10 });
  producer.run(2);
  assert.equal(await taken, [0, 1]);
});

test("what it is", async () => {
  using events = open();
  assert.equal(
    [events.kind, events.typeName, events.name, events.path, events.info.maxEntries],
    ["ringbuf", "ringbuf", "events", path, 65_536],
  );
  assert.is(events.valueLayout, events.valueCodec!.layout);
  assert.is(events.valueCodec!.size, 16);
  using held = openRingBuffer({ fd: events.fd, path: "/a/path" });
  assert.equal(
    [held.path, held.valueLayout, held.valueCodec],
    ["/a/path", { kind: "bytes", size: 0 }, undefined],
  );
  using any = openAnyMap(path);
  assert.is(any.kind, "ringbuf");
});

test("what cannot be opened leaves nothing open", () => {
  const before = footprint();
  assert.throws(
    () => open({ type: "struct nothing" }),
    mapError("ERR_MAP_TYPES", /"struct nothing" is no type of btf/),
  );
  assert.throws(
    () => openRingBuffer(path, { type: "event" }),
    mapError("ERR_MAP_TYPES", /btf, which is not given/),
  );
  assert.throws(() => openRingBuffer("/sys/fs/bpf/absent"), bpfError("ENOENT"));
  assert.throws(() => open({ batchBytes: 0 }), /batchBytes/);
  {
    using hash = mapCreate({ type: 1, keySize: 4, valueSize: 4, maxEntries: 1, name: "a_hash" });
    assert.throws(() => openRingBuffer(hash), mapError("ERR_MAP_KIND", /openMap/));
    using readOnly = objGet(path, { access: "ro" });
    assert.throws(() => openRingBuffer(readOnly), bpfError("EACCES", /access rw/));
    const closed = BpfFd.adopt(hash.dup().release());
    closed.close();
    assert.throws(() => openRingBuffer(closed), /closed/);
  }
  assert.equal(footprint(), before);
});

test.run();
