import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ElfFile } from "../../src/elf/file.js";
import { objectPaths } from "../objects.js";
import { Judge } from "./verdict.js";

/** Bytes on both sides of a boundary. */
const REACH = 8;

for (const order of ["le", "be"] as const)
  test(`cut at, and damaged at, every section's ends ± ${REACH} bytes (${order})`, () => {
    const judge = new Judge();
    const paths = objectPaths(order);
    for (const path of paths) {
      const bytes = readFileSync(path);
      const copy = new Uint8Array(bytes);
      for (const at of boundaries(bytes)) {
        judge.judge(copy.subarray(0, at), () => `the first ${at} bytes of ${path}`);
        if (at >= copy.length) continue;
        copy[at] = ~bytes[at]!;
        judge.judge(copy, () => `${path} with byte ${at} inverted`);
        copy[at] = bytes[at]!;
      }
    }
    assert.ok(judge.totals.refused > 1000);
    assert.ok(judge.totals.parsed > 1000);
  });

/** Places near the first and last byte of each section, and of the tables of headers. */
function boundaries(bytes: Uint8Array): Set<number> {
  const places = new Set<number>();
  const near = (at: number) => {
    for (let place = at - REACH; place <= at + REACH; place++)
      if (place >= 0 && place <= bytes.length) places.add(place);
  };
  for (const { offset, size } of new ElfFile(bytes).sections) {
    near(offset);
    near(offset + size);
  }
  near(64);
  near(bytes.length);
  return places;
}

test.run();
