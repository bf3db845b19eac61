import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseObject } from "@bpf/elf";
import { openMaps } from "@bpf/pinning";
import { inDirectory } from "./pins.mjs";
import { figures } from "./run.mjs";

/**
 * Pins the maps of native/elements.bpf.c in a directory of their own and runs `work` with a function that tells their
 * paths. `filled` names hashes and how many entries they get.
 *
 * @param {{ elementMaps: string, maps: string }} built
 * @param {Record<string, number>} filled
 * @param {(pin: (name: string) => string) => Promise<object[]>} work
 */
export function withElementMaps({ elementMaps, maps }, filled, work) {
  const object = parseObject(readFileSync(elementMaps), { name: "elements" });
  return inDirectory(
    (pinRoot) => openMaps(object, { pinRoot, paths: { ".bss": join(pinRoot, "variables") } }).close(),
    (pinRoot) => {
      const pin = (name) => join(pinRoot, name);
      for (const [name, count] of Object.entries(filled)) figures(maps, ["fill", pin(name), String(count)]);
      return work(pin);
    },
  );
}
