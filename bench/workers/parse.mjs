// parse.mjs OBJECT ROUNDS: nanoseconds of each parse, with a read of every map's fields; the first is the cold one.
import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";

/** Of each map in ../native/many-maps.bpf.c: array (2), u32 → 16 bytes, 1 entry, no flags, no map_extra; by name. */
const MAPS = 1000;
const FIELDS = 2 + 4 + 16 + 1;

// By libbpf all this is done when the object is open; here nothing may be put off until it is asked for.
function readFields({ maps }) {
  let sum = 0;
  let named = 0;
  for (const [name, map] of maps) {
    sum += map.type + map.keySize + map.valueSize + map.maxEntries + map.flags + Number(map.mapExtra);
    if (map.name === name && map.symbol === name && map.pinning === "by-name") named++;
    if (!(map.keyTypeId > 0 && map.valueTypeId > 0)) throw new Error(`map ${name} has no types`);
  }
  return { sum, named };
}

const [file, rounds] = process.argv.slice(2);
const bytes = readFileSync(file);
for (let round = 0; round < Number(rounds); round++) {
  const start = process.hrtime.bigint();
  const { sum, named } = readFields(parseObject(bytes, { name: "many" }));
  const time = process.hrtime.bigint() - start;
  if (named !== MAPS) throw new Error(`expected ${MAPS} maps pinned by name, found ${named}`);
  if (sum !== MAPS * FIELDS) throw new Error(`the maps' fields sum up to ${sum}, not ${MAPS * FIELDS}`);
  console.log(String(time));
}
