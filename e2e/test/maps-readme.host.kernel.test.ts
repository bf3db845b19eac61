/** Every example of packages/maps/README.md prints what the page says, on maps that its first one makes. */
import * as maps from "@bpf/maps";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs } from "../src/bpffs.js";
import { printsWhatItSays, stepsOf } from "../src/page.js";
import { pageOf, partsOf, readersPlace } from "../src/readme.js";

const page = pageOf("maps");
const parts = partsOf(page);
const run = readersPlace(["elf", "maps", "pinning", "syscall"]);

const test = suite("packages/maps/README.md");
test.before(emptyBpffs);

for (const part of parts) {
  const { heading } = part;
  if ("code" in part)
    test(`${heading}: the example prints what the page says`, () => assert.is(run(part.code), part.output));
  else test(`${heading}: its commands`, () => printsWhatItSays(stepsOf(part.commands), 1));
}

test("there is an example for every kind of map, and each has its output", () => {
  const shown = parts.filter((part) => "code" in part).length;
  assert.is(shown, page.match(/^```js$/gm)!.length, "a js block is followed by a text block");
  assert.ok(shown >= 17, `${shown} examples`);
});

test("every exported function and class is on the page", () => {
  for (const [name, value] of Object.entries(maps))
    if (typeof value === "function") assert.ok(page.includes(`${name}`), name);
});

test.run();
