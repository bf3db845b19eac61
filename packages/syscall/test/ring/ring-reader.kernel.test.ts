import { closeSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  BpfFd,
  MapType,
  mapCreate,
  mapFreeze,
  objGet,
  RingError,
  type RingOptions,
  RingReader,
} from "../../src/index.js";
import { footprint } from "./footprint.js";
import { RingProducer, wakeup } from "./producer.js";
import { range, sequencesOf } from "./records.js";

const test = suite("RingReader");
const producer = new RingProducer(65_536);

const openRing = () => objGet(producer.ring);
const open = (options?: RingOptions): RingReader => {
  using fd = openRing();
  return RingReader.open(fd, options);
};
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const hasCode = (code: string) => (error: unknown) => (error as { code?: unknown }).code === code;

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => assert.unreachable("it was to be rejected"),
    (error) => error,
  );
}

/** All that is there now. */
function readAll(reader: RingReader): number[] {
  const found: number[] = [];
  for (let batch = reader.readAvailable(); batch !== undefined; batch = reader.readAvailable())
    found.push(...sequencesOf(batch));
  return found;
}

test.before.each(() => {
  using reader = open();
  while (reader.readAvailable() !== undefined);
  producer.configure();
});

test("a record arrives whole, and a read waits for it", async () => {
  producer.configure({ mask: 31 });
  using reader = open({ pollIntervalMs: Number.POSITIVE_INFINITY });
  const read = reader.read();
  assert.is(await Promise.race([read, sleep(50).then(() => "waits")]), "waits");
  producer.run(1);
  assert.equal(sequencesOf((await read)!), [0]);
  producer.run(40);
  const found: number[] = [];
  while (found.length < 40) found.push(...sequencesOf((await reader.read())!));
  assert.equal(found, range(1, 41));
});

test("many times over the ring's end, each record once and in order, between discarded ones", async () => {
  producer.configure({ mask: 31, submit: true, discard: true, limit: 20_000 });
  using reader = open({ pollIntervalMs: Number.POSITIVE_INFINITY });
  const started = producer.startUntil(20_000);
  let next = 0;
  let received = 0;
  let missing = 0;
  while (received < 20_000) {
    for (const sequence of sequencesOf((await reader.read())!)) {
      assert.ok(sequence >= next, `${sequence} after ${next - 1}`);
      missing += sequence - next;
      next = sequence + 1;
      received++;
    }
  }
  await started;
  const { committed, dropped, sequence, discarded } = producer.counts();
  assert.is(committed, 20_000);
  assert.is(missing + (sequence - next), dropped);
  assert.ok(discarded > 0);
  assert.is(reader.readAvailable(), undefined);
});

test("what nobody reads stays in the ring, and the producer counts what finds no room", () => {
  using reader = open();
  producer.run(5000);
  const { committed, dropped } = producer.counts();
  assert.is(committed, Math.floor((65_536 - 1) / 24));
  assert.is(committed + dropped, 5000);
  assert.equal(readAll(reader), range(0, committed));
});

test("batches are as large as asked, and nothing is lost between them", () => {
  producer.configure({ mask: 15 });
  producer.run(200);
  using reader = open({ batchBytes: 300 });
  const found: number[] = [];
  let batches = 0;
  for (let batch = reader.readAvailable(); batch !== undefined; batch = reader.readAvailable()) {
    assert.is(batch.bytes.length, 300);
    assert.ok(batch.offsets[batch.count]! <= 300);
    found.push(...sequencesOf(batch));
    batches++;
  }
  assert.equal(found, range(0, 200));
  assert.ok(batches > 40, `${batches} batches`);
});

test("a record larger than a batch makes it larger", () => {
  producer.configure({ mask: 31 });
  producer.run(32);
  using reader = open({ batchBytes: 1 });
  assert.equal(readAll(reader), range(0, 32));
});

test("memory that somebody transferred away is replaced", () => {
  producer.run(2);
  using reader = open();
  const batch = reader.readAvailable()!;
  structuredClone([batch.bytes.buffer, batch.offsets.buffer], {
    transfer: [batch.bytes.buffer as ArrayBuffer, batch.offsets.buffer as ArrayBuffer],
  });
  assert.is(batch.bytes.length, 0);
  producer.run(3);
  assert.equal(readAll(reader), [2, 3, 4]);
});

test("what was read and not given back is there for the next reader", async () => {
  producer.configure({ discard: true });
  producer.run(10);
  {
    using reader = open();
    assert.is(reader.readAvailable()!.count, 10);
    reader.advance(3);
    reader.advance(2);
    assert.throws(() => reader.advance(11), hasCode("ERR_INVALID_ARG_VALUE"));
  }
  {
    using reader = open();
    assert.equal(sequencesOf((await reader.read())!), range(3, 10));
    const pending = reader.read();
    reader.close();
    assert.is(await pending, undefined);
  }
  using reader = open();
  assert.is(reader.readAvailable(), undefined, "the read before gave all of it back");
});

test("given back, the room is the producer's before the batch is done with", () => {
  using reader = open();
  producer.run(5000);
  const { committed } = producer.counts();
  assert.is(reader.readAvailable()!.count, committed);
  reader.advance(100);
  producer.run(5000);
  assert.is(producer.counts().committed, committed + 100);
});

test("a producer that wakes nobody is found by looking, within the interval", async () => {
  producer.configure({ flags: wakeup.none });
  {
    using reader = open({ pollIntervalMs: Number.POSITIVE_INFINITY });
    const read = reader.read();
    producer.run(1);
    assert.is(await Promise.race([read, sleep(150).then(() => "sleeps")]), "sleeps");
  }
  using reader = open({ pollIntervalMs: 20 });
  assert.equal(sequencesOf((await reader.read())!), [0]);
  const read = reader.read();
  producer.run(1);
  assert.equal(sequencesOf((await read)!), [1]);
});

test("one that wakes at last brings the records before it", async () => {
  producer.configure({ flags: wakeup.none });
  using reader = open({ pollIntervalMs: Number.POSITIVE_INFINITY });
  const read = reader.read();
  await sleep(20);
  producer.run(2);
  const { sequence } = producer.counts();
  producer.configure({ flags: wakeup.force });
  producer.run(1);
  assert.is(sequence, 2);
  assert.equal(sequencesOf((await read)!), [0, 1, 0]);
});

test("a producer that never pauses leaves timers their turn", async () => {
  producer.run(2000);
  using reader = open({ batchBytes: 16 });
  let fired = 0;
  const timer = setInterval(() => fired++, 1);
  for (let received = 0; received < 2000; ) received += (await reader.read())!.count;
  clearInterval(timer);
  assert.ok(fired > 0);
});

test("two readers at once: the one that comes too late is told, and can go on", async () => {
  producer.run(4);
  using first = open();
  using second = open();
  assert.is(first.readAvailable()!.count, 4);
  assert.is(second.readAvailable()!.count, 4);
  first.advance(1);
  assert.throws(() => second.advance(4), RingError.is);
  assert.throws(() => second.advance(1), hasCode("ERR_INVALID_ARG_VALUE"));
  first.advance(4);
  producer.run(2);
  assert.equal(sequencesOf(second.readAvailable()!), [4, 5]);
  assert.ok(hasCode("ERR_RING_SHARED")(await rejection(takenOver(first, second))));
});

/** Both have the same records; the second gives them back, then the first reads on. */
async function takenOver(first: RingReader, second: RingReader): Promise<unknown> {
  assert.equal(sequencesOf(first.readAvailable()!), [4, 5]);
  second.advance(2);
  return first.read();
}

test("one after the other, they share the records", () => {
  using first = open({ batchBytes: 16 });
  using second = open({ batchBytes: 16 });
  producer.run(4);
  const found: number[] = [];
  for (const reader of [first, second, first, second]) {
    found.push(...sequencesOf(reader.readAvailable()!));
    reader.advance(1);
  }
  assert.equal(found, [0, 1, 2, 3]);
});

test("one read at a time", async () => {
  using reader = open();
  const first = reader.read();
  assert.ok(hasCode("ERR_RING_BUSY")(await rejection(reader.read())));
  assert.throws(() => reader.readAvailable(), hasCode("ERR_RING_BUSY"));
  reader.close();
  assert.is(await first, undefined);
});

test("after close() there is nothing to read, and all is freed", async () => {
  const before = footprint();
  const reader = open();
  assert.equal(footprint(), {
    threads: before.threads + 1,
    fds: before.fds + 2,
    mappings: before.mappings + 2,
  });
  const read = reader.read();
  producer.run(1);
  reader.close();
  assert.equal(footprint(), before);
  assert.is(await read, undefined);
  assert.is(reader.closed, true);
  assert.is(await reader.read(), undefined);
  assert.is(reader.readAvailable(), undefined);
  reader.advance(0);
  reader.close();
});

test("closed in every state, hundreds of times, nothing is left", async () => {
  const before = footprint();
  for (let i = 0; i < 300; i++) {
    using reader = open({ batchBytes: 64 });
    if (i % 3 === 0) continue;
    const read = reader.read();
    if (i % 3 === 1) continue;
    setImmediate(() => reader.close());
    await read;
  }
  assert.equal(footprint(), before);
});

test("the map's descriptor is not needed, however it is closed", async () => {
  const fd = BpfFd.adopt(openRing().release());
  const reader = RingReader.open(fd);
  closeSync(fd.release());
  const read = reader.read();
  producer.run(1);
  assert.equal(sequencesOf((await read)!), [0]);
  reader.close();
});

test("only ring buffers", () => {
  using hash = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1 });
  assert.throws(() => RingReader.open(hash), /type ringbuf is needed; this one is of type hash/);
  using users = mapCreate({ type: MapType.USER_RINGBUF, keySize: 0, valueSize: 0, maxEntries: 4096 });
  assert.throws(() => RingReader.open(users), /this one is of type user_ringbuf/);
  assert.throws(() => RingReader.open({} as BpfFd), TypeError);
  const closed = openRing();
  closed.close();
  assert.throws(() => RingReader.open(closed), hasCode("ERR_BPF_FD_CLOSED"));
});

test("only where its position may be moved", () => {
  const before = footprint();
  for (const access of ["ro", "wo"] as const) {
    using fd = objGet(producer.ring, { access });
    assert.throws(() => RingReader.open(fd), /^EACCES: .*, mmap: .*access rw$/);
  }
  using frozen = mapCreate({ type: MapType.RINGBUF, keySize: 0, valueSize: 0, maxEntries: 4096 });
  mapFreeze(frozen);
  assert.throws(() => RingReader.open(frozen), /^EPERM: .*, mmap: the map is frozen/);
  frozen.close();
  assert.equal(footprint(), before);
});

test("options out of range", () => {
  using fd = openRing();
  const bad: RingOptions[] = [
    { batchBytes: 0 },
    { batchBytes: 2 ** 30 + 1 },
    { batchBytes: 1.5 },
    { pollIntervalMs: 0 },
    { pollIntervalMs: 2 ** 31 },
    { pollIntervalMs: Number.NaN },
  ];
  for (const options of bad)
    assert.throws(() => RingReader.open(fd, options), hasCode("ERR_OUT_OF_RANGE"), JSON.stringify(options));
  assert.throws(() => RingReader.open(fd, { batchBytes: "1" as never }), hasCode("ERR_INVALID_ARG_TYPE"));
});

test.run();
