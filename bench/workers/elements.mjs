// elements.mjs get|get-raw|set PIN CALLS: calls of a map's get or set, with keys 0 to 1,023 in turn.
import { openMap } from "@bpf/maps";
import { eachRound } from "./rounds.mjs";

const KEYS = 1024;
const keys = Array.from({ length: KEYS }, (_, i) => BigInt(i));
const values = keys.map((key) => ({ a: key, b: BigInt.asUintN(64, ~key) }));
/** What was read last: a value that nobody can see is one that the compiler need not make. */
export let kept;

/** Of one turn over the keys, read once more and compared with what was written. */
function sumOf(map, calls) {
  let sum = 0n;
  for (const [i, key] of keys.entries()) {
    const { a, b } = map.get(key);
    if (a !== values[i].a || b !== values[i].b) throw new Error(`${key}: ${a}, ${b}`);
    sum += (a ^ b) * BigInt(Math.ceil((calls - i) / KEYS));
  }
  return sum;
}

function get(path, calls) {
  const map = openMap(path);
  eachRound(sumOf(map, calls), () => {
    for (let call = 0; call < calls; call++) kept = map.get(keys[call % KEYS]);
  });
}

function getRaw(path, calls) {
  const map = openMap(path, { raw: true });
  const bytes = keys.map((key) => new Uint8Array(new BigUint64Array([key]).buffer));
  eachRound(sumOf(openMap(path), calls), () => {
    for (let call = 0; call < calls; call++) kept = map.get(bytes[call % KEYS]);
  });
}

function set(path, calls) {
  const map = openMap(path);
  map.clear();
  const work = () => {
    for (let call = 0; call < calls; call++) map.set(keys[call % KEYS], values[call % KEYS]);
  };
  work();
  sumOf(map, calls);
  eachRound(BigInt(calls), work);
}

const [work, path, calls] = process.argv.slice(2);
({ get, "get-raw": getRaw, set })[work](path, Number(calls));
