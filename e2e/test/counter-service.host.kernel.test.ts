/** The service and the program of examples/counter-service share their counters, as its page says. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs, entries } from "../src/bpffs.js";
import { bpftool } from "../src/bpftool.js";
import { examples } from "../src/objects.js";
import { printsWhatItSays, stepsOf } from "../src/page.js";

const folder = join(examples, "counter-service");
const program = "/sys/fs/bpf/count";
const node = (file: string, ...args: string[]) =>
  execFileSync(process.execPath, [join(folder, file), ...args]);

/** Hands the program a packet as often as told. */
function packets(protocol: string, bytes: number, times: number): void {
  execFileSync("bpftool", ["prog", "run", "pinned", program, "data_in", "-", "repeat", `${times}`], {
    input: node("packet.mjs", protocol, `${bytes}`),
  });
}

const test = suite("examples/counter-service");

test("README.md: its commands print what it says, and leave nothing", () => {
  emptyBpffs();
  printsWhatItSays(stepsOf(readFileSync(join(folder, "README.md"), "utf8")), 10);
  assert.equal(entries(), []);
});

test("the program first; the running service prints what it counts, and ends by SIGTERM", async () => {
  emptyBpffs();
  bpftool("prog", "load", join(folder, "counter.o"), program);
  packets("TCP", 64, 3);

  const service = spawn(process.execPath, [join(folder, "service.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(service, "exit");
  const lines = createInterface({ input: service.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value;
  try {
    assert.is(await next(), "watching");
    packets("UDP", 100, 50);
    assert.is(await next(), "TCP    3 packets, 192 bytes");
    assert.is(await next(), "UDP    50 packets, 5000 bytes");
    assert.is(await next(), "all    53 packets, 5192 bytes");
  } finally {
    service.kill("SIGTERM");
  }
  assert.equal(await ended, [0, null]);
  assert.equal(entries().sort(), ["count", "packets_all", "packets_by"], "its pins stay");
});

test("what the service resets, the program counts on from", () => {
  assert.is(`${node("service.mjs", "reset")}`, "all    0 packets, 0 bytes\n");
  packets("ICMP", 60, 2);
  assert.is(`${node("service.mjs", "show")}`, "ICMP   2 packets, 120 bytes\nall    2 packets, 120 bytes\n");
});

test.run();
