/**
 * Shows what the program in counter.bpf.c counts, through the pins of its maps: neither needs the other to run.
 *
 *   service.mjs            prints the counts whenever they have changed, until SIGINT or SIGTERM
 *   service.mjs show       prints them once
 *   service.mjs reset      sets them to zero
 */
import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { liveView, openMap } from "@bpf/maps";
import { openMaps } from "@bpf/pinning";

const LOOK_EVERY_MS = 200;

/** Creates and pins the maps, or takes those that are pinned already, whoever came first. */
function openCounters() {
  const object = parseObject(readFileSync(new URL("counter.o", import.meta.url)), { name: "counter" });
  const pinned = openMaps(object);
  const by = openMap(pinned.get("packets_by"));
  const all = liveView(pinned.get("packets_all"));
  pinned.close(); // `by` and `all` have descriptors of their own
  return { by, all };
}

/** One line for each protocol, by its name (a number where counter.bpf.c has none for it), and one for all. */
function show({ by, all }) {
  const line = (name, { packets, bytes }) => `${name.padEnd(6)} ${packets} packets, ${bytes} bytes`;
  const lines = Array.from(by, ([protocol, counts]) => line(String(protocol), counts));
  for (const text of [...lines.sort(), line("all", all.get(0))]) console.log(text);
}

function reset({ by, all }) {
  by.clear();
  all.set(0, { packets: 0n, bytes: 0n });
}

/** Looks at the counter in shared memory, which costs no system call, and prints when it has moved. */
function watch(counters) {
  let seen = counters.all.get(0).packets;
  const timer = setInterval(() => {
    const { packets } = counters.all.get(0);
    if (packets === seen) return;
    seen = packets;
    show(counters);
  }, LOOK_EVERY_MS);
  const stop = () => {
    clearInterval(timer);
    close(counters);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  console.log("watching");
}

function close({ by, all }) {
  by.close();
  all.close();
}

const counters = openCounters();
const [verb] = process.argv.slice(2);
if (verb === undefined) watch(counters);
else {
  if (verb === "reset") reset(counters);
  show(counters);
  close(counters);
}
