/** How processes and threads end that have a reader, in every state: all is freed, and none is kept alive in vain. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { objGet, RingReader } from "../../src/index.js";
import { footprint } from "./footprint.js";
import { RingProducer } from "./producer.js";

const test = suite("a RingReader's lifetime");
const producer = new RingProducer(65_536);
const index = new URL("../../dist/index.cjs", import.meta.url).pathname;

/** What every script begins with: `reader`, open. */
const opened = `
  const { objGet, RingReader } = require(${JSON.stringify(index)});
  const fd = objGet(${JSON.stringify(producer.ring)});
  let reader = RingReader.open(fd);`;

const flags = ["--expose-gc", "-e"];
const spawnNode = (script: string): ChildProcess =>
  spawn(process.execPath, [...flags, opened + script], { stdio: ["ignore", "pipe", "inherit"] });
const runNode = (script: string) =>
  spawnSync(process.execPath, [...flags, opened + script], { encoding: "utf8", timeout: 20_000 });

test.before.each(() => {
  using fd = objGet(producer.ring);
  using reader = RingReader.open(fd);
  while (reader.readAvailable() !== undefined);
  producer.configure();
});

/** Not `once`, which an error ends. */
const exitOf = (thread: Worker) => new Promise((resolve) => thread.on("exit", resolve));

for (const [how, script, status] of [
  ["an open reader keeps no process alive", "", 0],
  ["nor does one whose read was answered", "reader.readAvailable();", 0],
  ["process.exit() while a read waits", "reader.read(); setTimeout(() => process.exit(3), 50);", 3],
  ["process.exit() in the turn of the read", "reader.read(); process.exit(4);", 4],
  ["an exception while a read waits", "reader.read(); setTimeout(() => { throw 1; }, 50);", 1],
  [
    "a pending read that close() ends",
    "reader.read().then((b) => process.exit(b === undefined ? 5 : 6)); reader.close();",
    5,
  ],
  ["close() while a read waits", "reader.read(); setTimeout(() => reader.close(), 50);", 0],
  [
    "many readers at the end",
    "const all = Array.from({ length: 20 }, () => RingReader.open(fd)); all[0].read(); setTimeout(() => process.exit(7), 50);",
    7,
  ],
] as const) {
  test(how, () => {
    const { status: found, signal, stderr } = runNode(script);
    assert.is(signal, null);
    assert.is(found, status, stderr);
  });
}

test("a pending read keeps the process alive until its record comes", async () => {
  const child = spawnNode("reader.read().then((batch) => console.log(batch.count)); console.log('waits');");
  const ended = once(child, "close");
  let output = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await once(child.stdout!, "data");
  assert.is(
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300, "alive"))]),
    "alive",
  );
  producer.run(1);
  assert.equal((await ended).slice(0, 2), [0, null]);
  assert.is(output, "waits\n1\n");
});

test("collected as garbage, it is closed, with one warning", () => {
  const script = `
    const { readdirSync, readFileSync } = require("node:fs");
    const threads = () => readdirSync("/proc/self/task").filter((task) =>
      readFileSync("/proc/self/task/" + task + "/comm", "utf8") === "bpf-ring\\n").length;
    const before = threads();
    for (let i = 0; i < 5; i++) RingReader.open(fd);
    reader = undefined;
    (async () => {
      for (let i = 0; i < 50 && threads() > 0; i++) { gc(); await new Promise((r) => setTimeout(r, 10)); }
      console.log(before, threads());
    })();`;
  const { stdout, stderr, status } = runNode(script);
  assert.is(status, 0, stderr);
  assert.is(stdout, "1 0\n");
  assert.is(stderr.match(/BPF_RING_LEAKED/g)?.length, 1, stderr);
});

test("not while a read is pending", async () => {
  const script = `
    reader.read().then((batch) => console.log("came", batch.count));
    reader = undefined;
    (async () => {
      for (let i = 0; i < 10; i++) { gc(); await new Promise((r) => setTimeout(r, 5)); }
      console.log("collected");
    })();`;
  const child = spawnNode(script);
  const ended = once(child, "close");
  let output = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await once(child.stdout!, "data");
  producer.run(1);
  assert.equal((await ended).slice(0, 2), [0, null]);
  assert.is(output, "collected\ncame 1\n");
});

const terminate = (thread: Worker) => thread.terminate();
const byItself = () => undefined;

for (const [how, script, end] of [
  ["terminated while a read waits", "reader.read(); parentPort.postMessage(0);", terminate],
  ["terminated in a loop", "reader.read(); parentPort.postMessage(0); for (;;);", terminate],
  ["that ends by itself with an open reader", "parentPort.postMessage(0);", byItself],
  [
    "that calls process.exit",
    "reader.read(); parentPort.postMessage(0); setImmediate(() => process.exit(1));",
    byItself,
  ],
  ["that throws", "reader.read(); parentPort.postMessage(0); setImmediate(() => { throw 1; });", byItself],
] as const) {
  test(`a worker ${how} leaves nothing`, async () => {
    const before = footprint();
    const thread = new Worker(`const { parentPort } = require("node:worker_threads");${opened}${script}`, {
      eval: true,
    });
    const ended = exitOf(thread);
    thread.on("error", () => undefined);
    await once(thread, "message");
    if (end === terminate) assert.is(footprint().threads, before.threads + 1);
    await end(thread);
    await ended;
    assert.equal(footprint(), before);
  });
}

test("workers that are terminated while records come", async () => {
  const before = footprint();
  const started = producer.start(3_000_000);
  const script = `const { parentPort } = require("node:worker_threads");${opened}
    (async () => { for (let first = true; ; first = false) { await reader.read(); if (first) parentPort.postMessage(0); } })();`;
  for (let i = 0; i < 12; i++) {
    const thread = new Worker(script, { eval: true });
    const ended = exitOf(thread);
    await Promise.race([once(thread, "message"), started]);
    await thread.terminate();
    await ended;
  }
  await started;
  assert.equal(footprint(), before);
});

test("no descriptor is left for it: the error says so, and nothing stays half open", () => {
  const script = `
    reader.close();
    const { openSync, readdirSync } = require("node:fs");
    const count = () => readdirSync("/proc/self/fd").length;
    const before = count();
    const open = [];
    try { for (;;) open.push(openSync("/dev/null")); } catch {}
    const codes = [];
    for (let room = 0; room < 4; room++) {
      try { RingReader.open(fd).close(); codes.push("opened"); } catch (error) { codes.push(error.code); }
      require("node:fs").closeSync(open.pop());
    }
    for (const number of open) require("node:fs").closeSync(number);
    console.log(codes.join(), count() - before);`;
  const limited = `ulimit -n 100; exec "$0" "$@"`;
  const { stdout, stderr } = spawnSync("sh", ["-c", limited, process.execPath, "-e", opened + script], {
    encoding: "utf8",
  });
  assert.is(stdout, "EMFILE,EMFILE,EMFILE,opened 0\n", stderr);
});

test("the reader of this thread is left alone by what ends elsewhere", async () => {
  using fd = objGet(producer.ring);
  using reader = RingReader.open(fd);
  while (reader.readAvailable() !== undefined);
  const read = reader.read();
  const thread = new Worker(`${opened}reader.read(); setTimeout(() => process.exit(), 20);`, { eval: true });
  await once(thread, "exit");
  producer.run(1);
  assert.is((await read)!.count, 1);
});

test.run();
