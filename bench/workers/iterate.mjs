// iterate.mjs entries|forEach|walk PIN COUNT: every entry of a map as a typed pair.
import { codecOf, openMap } from "@bpf/maps";
import { MapElements, objGet } from "@bpf/syscall";
import { eachRound } from "./rounds.mjs";

const WALK_CAPACITY = 16_384;
/** What was read last: a value that nobody can see is one that the compiler need not make. */
export let kept;

function checked(count, expected) {
  if (count !== expected) throw new Error(`${count} entries, not ${expected}`);
}

function entries(map, count) {
  return () => {
    let found = 0;
    for (const entry of map.entries()) {
      kept = entry;
      found++;
    }
    checked(found, count);
  };
}

function forEach(map, count) {
  return () => {
    let found = 0;
    map.forEach((value, key) => {
      kept = value;
      kept = key;
      found++;
    });
    checked(found, count);
  };
}

/** What the package does on kernels and for types of maps without batches: get-next-key and lookup, in the addon. */
function walk(map, count, path) {
  const batch = new MapElements(objGet(path)).newBatch(WALK_CAPACITY);
  const [key, value] = [codecOf(map.keyLayout), codecOf(map.valueLayout)];
  const view = (u8) => ({ u8, view: new DataView(u8.buffer, u8.byteOffset, u8.byteLength) });
  const [keys, values] = [view(batch.keys), view(batch.values)];
  return () => {
    let found = 0;
    batch.rewind();
    for (let end = 0; end === 0; ) {
      end = batch.walk();
      for (let i = 0; i < batch.count; i++)
        kept = [key.decode(keys, i * key.size), value.decode(values, i * value.size)];
      found += batch.count;
    }
    checked(found, count);
  };
}

function sumOf(map) {
  let sum = 0n;
  for (const [key, { a, b }] of map) sum += key ^ a ^ b;
  return sum;
}

const [work, path, count] = process.argv.slice(2);
const map = openMap(path);
eachRound(sumOf(map), { entries, forEach, walk }[work](map, Number(count), path), 1);
