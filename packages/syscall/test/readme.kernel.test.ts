import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const test = suite("README");

test("the worked example prints what the text says", () => {
  const [, example] = /```js\n(.*?)```/s.exec(readFileSync(`${packageRoot}/README.md`, "utf8"))!;
  const run = () =>
    execFileSync(process.execPath, ["--input-type=module", "-e", example!], {
      cwd: packageRoot,
      encoding: "utf8",
    });
  assert.is(run(), "counter 1n\n");
  assert.is(run(), "counter 2n\n");
});

test("every exported call is in the README", async () => {
  const text = readFileSync(`${packageRoot}/README.md`, "utf8");
  const internal = new Set(["errnoName"]);
  for (const [name, value] of Object.entries(await import("../src/index.js"))) {
    if (typeof value === "function" && !internal.has(name)) assert.ok(text.includes(name), name);
  }
});

test.run();
