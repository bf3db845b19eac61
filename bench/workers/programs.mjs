// programs.mjs OBJECT PROGRAMS [WARM_UPS]: for each line of standard input, nanoseconds to read an object, which has so
// many programs, and to load them with its maps; and their count.
import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { loadObject } from "@bpf/loader";
import { eachTimedRound } from "./rounds.mjs";

/** Linux 6.18 locks up for good when over 1,024 programs are closed, and not yet freed, while one is loaded. */
const REST_MS = 300;

const [file, expected, warmUps = "0"] = process.argv.slice(2);
const bytes = readFileSync(file);

function load() {
  const start = process.hrtime.bigint();
  const object = parseObject(bytes, { name: "many" });
  const loaded = loadObject(object);
  const time = process.hrtime.bigint() - start;
  const count = loaded.programs.size;
  loaded.close();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, REST_MS);
  if (count !== Number(expected)) throw new Error(`expected ${expected} programs, found ${count}`);
  return { time, sum: BigInt(count) };
}

eachTimedRound(load, Number(warmUps));
