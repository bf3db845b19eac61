/** Every command of README.md and examples/README.md does and prints what the page says, ids aside. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs, entries } from "../src/bpffs.js";
import { examples, objectsIn } from "../src/objects.js";
import { printsWhatItSays, stepsOf } from "../src/page.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(join(examples, "README.md"), "utf8");

const test = suite("the pages' commands");
test.before.each(emptyBpffs);

test("README.md: its commands print what it says, and leave nothing", () => {
  printsWhatItSays(stepsOf(readFileSync(join(root, "README.md"), "utf8")), 9);
  assert.equal(entries(), []);
});

test("examples/README.md: its commands print what it says, and leave tc's own directories", () => {
  printsWhatItSays(stepsOf(page), 20);
  assert.equal(entries(), ["tc"]);
});

test("examples/README.md names every example", () => {
  for (const path of objectsIn(examples)) {
    const name = path.slice(examples.length + 1);
    assert.ok(page.includes(`\`${name}\``), name);
    assert.ok(
      stepsOf(page).some(({ line }) => line.includes(`examples/${name}`)),
      `no command shows ${name}`,
    );
  }
});

test.run();
