// parse.mjs OBJECT ROUNDS: nanoseconds of each parse that touches every map; the first is the cold one.
import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";

const [file, rounds] = process.argv.slice(2);
const bytes = readFileSync(file);
for (let round = 0; round < Number(rounds); round++) {
  const start = process.hrtime.bigint();
  const object = parseObject(bytes, { name: "many" });
  const time = process.hrtime.bigint() - start;
  if (object.maps.size !== 1000) throw new Error(`expected 1,000 maps, found ${object.maps.size}`);
  console.log(String(time));
}
