// load.mjs OBJECT PINROOT hold|drop: nanoseconds to create and pin, or reuse, every map of the object.
import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { openMaps } from "@bpf/pinning";

const [file, pinRoot, hold] = process.argv.slice(2);
const object = parseObject(readFileSync(file), { name: "many" });
const start = process.hrtime.bigint();
const maps = openMaps(object, { pinRoot, hold: hold === "hold" });
const time = process.hrtime.bigint() - start;
if (maps.maps.size !== 1000) throw new Error(`expected 1,000 maps, found ${maps.maps.size}`);
maps.close();
console.log(String(time));
