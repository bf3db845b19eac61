/** A process in which code may not be made from strings: codecs work all the same, by closures. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const program = fileURLToPath(new URL("without-code-generation.ts", import.meta.url));
const flag = "--disallow-code-generation-from-strings";

const run = (...flags: string[]): unknown =>
  JSON.parse(execFileSync(process.execPath, [...flags, "--import", "tsx", program], { encoding: "utf8" }));

test("the same values, the same errors", () => {
  const [allowed, disallowed] = [run(), run(flag)] as [Record<string, unknown>, Record<string, unknown>];
  assert.is(allowed.generates, true);
  assert.is(disallowed.generates, false);
  assert.equal({ ...disallowed, generates: true }, allowed);
});

test.run();
