import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const src = fileURLToPath(new URL("../src/", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

test("the sources are found", () => assert.ok(files.length > 30));

for (const name of files)
  test(`${name} needs no Node`, () => {
    const text = readFileSync(`${src}${name}`, "utf8");
    for (const [, from] of text.matchAll(/\bfrom "([^"]+)"/g)) assert.match(from!, /^\.\.?\//);
    assert.not.match(text, /\b(require|import)\(/);
    assert.not.match(text, /\bBuffer\.|\bprocess\.|\bnew Buffer\b/);
  });

test.run();
