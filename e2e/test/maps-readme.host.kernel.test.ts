/** Every example of packages/maps/README.md prints what the page says, on maps that its first one makes. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as maps from "@bpf/maps";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs } from "../src/bpffs.js";
import { examples } from "../src/objects.js";
import { printsWhatItSays, stepsOf } from "../src/page.js";

const directoryOf = (name: string) =>
  dirname(createRequire(import.meta.url).resolve(`@bpf/${name}/package.json`));
const page = readFileSync(join(directoryOf("maps"), "README.md"), "utf8");

/** A place where the packages are installed and the examples at hand, as for a reader who tries the page. */
const place = mkdtempSync(join(tmpdir(), "maps-readme-"));
process.once("exit", () => rmSync(place, { recursive: true }));
mkdirSync(join(place, "node_modules/@bpf"), { recursive: true });
symlinkSync(examples, join(place, "examples"));
for (const name of ["elf", "maps", "pinning", "syscall"])
  symlinkSync(directoryOf(name), join(place, "node_modules/@bpf", name));

function runExample(code: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: place,
    encoding: "utf8",
  });
  return `${stdout}${stderr}`.trimEnd();
}

/** The page's examples and commands in their order, with the headings that they stand under. */
const parts = [
  ...page.matchAll(/^###? ([^\n]+)$|^```js\n(.*?)^```\n\n```text\n(.*?)^```$|^```console\n.*?^```$/gms),
];

const test = suite("packages/maps/README.md");
test.before(emptyBpffs);

let heading = "";
let shown = 0;
for (const [block, title, code, output] of parts) {
  if (title !== undefined) heading = title;
  else if (code !== undefined)
    test(`${heading}: the example prints what the page says`, () =>
      assert.is(runExample(code), output!.trimEnd()));
  else test(`${heading}: its commands`, () => printsWhatItSays(stepsOf(block), 1));
  if (code !== undefined) shown++;
}

test("there is an example for every kind of map, and each has its output", () => {
  assert.is(shown, page.match(/^```js$/gm)!.length, "a js block is followed by a text block");
  assert.ok(shown >= 17, `${shown} examples`);
});

test("every exported function and class is on the page", () => {
  for (const [name, value] of Object.entries(maps))
    if (typeof value === "function") assert.ok(page.includes(`${name}`), name);
});

test.run();
