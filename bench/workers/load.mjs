// load.mjs OBJECT PINROOT hold|drop [ROUNDS create|reuse]: nanoseconds to create and pin, or reuse, every map of the
// object, one figure a round; each round but the last of "create" unpins them again, untimed.
import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { openMaps, unpinMaps } from "@bpf/pinning";

const [file, pinRoot, hold, rounds = "1", kind = "create"] = process.argv.slice(2);
const bytes = readFileSync(file);
for (let round = 1; round <= Number(rounds); round++) {
  const object = parseObject(bytes, { name: "many" });
  const start = process.hrtime.bigint();
  const maps = openMaps(object, { pinRoot, hold: hold === "hold" });
  const time = process.hrtime.bigint() - start;
  if (maps.maps.size !== 1000) throw new Error(`expected 1,000 maps, found ${maps.maps.size}`);
  maps.close();
  if (kind === "create" && round < Number(rounds)) unpinMaps(object, { pinRoot });
  console.log(String(time));
}
