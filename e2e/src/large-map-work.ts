/**
 * Fills the large map at a path, walks it, counts and clears it, and checks each step: a process of its own, whose
 * memory somebody measures. Arguments: the path, and how many entries. Prints what onProgress told.
 */
import { openMap } from "@bpf/maps";
import * as assert from "uvu/assert";
import { type Interval, intervalOf, largeEntries } from "./large-map.js";

const [path = "", count = "0"] = process.argv.slice(2);
const wanted = Number(count);
const told: Record<string, number> = {};
const onProgress =
  (name: string) =>
  ({ done }: { done: number }): void => {
    assert.ok(done > (told[name] ?? 0) && done <= wanted, `${name}: ${done} after ${told[name]}`);
    told[name] = done;
  };

using map = openMap<number, Interval>(path);
assert.is(await map.setAllAsync(largeEntries(wanted), { onProgress: onProgress("set") }), wanted);
assert.is(await map.countAsync({ onProgress: onProgress("count") }), wanted);

let walked = 0;
for (const [key, value] of map) {
  if (walked++ % 1000 === 0) assert.equal(value, intervalOf(key));
}
assert.is(walked, wanted);
walked = 0;
for await (const [key, value] of map.entriesAsync({ onProgress: onProgress("entries") })) {
  if (walked++ % 1000 === 0) assert.equal(value, intervalOf(key));
}
assert.is(walked, wanted);

assert.is(await map.clearAsync({ onProgress: onProgress("clear") }), wanted);
assert.is(map.count(), 0);
assert.is(map.setAll(largeEntries(wanted)), wanted);
console.log(JSON.stringify(told));
