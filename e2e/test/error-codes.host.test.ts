/** docs/errors.md has every code that the packages' sources give to an error, and no other. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(join(root, "docs/errors.md"), "utf8");

const sourcesOf = (name: string): string[] =>
  readdirSync(join(root, "packages", name, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(join(root, "packages", name, "src", path), "utf8"));

/** Codes in quotes; those in comments and texts are not. */
const codesOf = (name: string): Set<string> =>
  new Set(
    sourcesOf(name).flatMap((text) => [...text.matchAll(/"(ERR_[A-Z0-9_]+)"/g)].map(([, code]) => code!)),
  );

const listed = new Set([...page.matchAll(/^\| `(ERR_[A-Z0-9_]+)` /gm)].map(([, code]) => code!));
const names = readdirSync(join(root, "packages"));

const test = suite("docs/errors.md");

for (const name of names) {
  test(`has the codes of @bpf/${name}`, () => {
    const codes = codesOf(name);
    assert.ok(codes.size > 0);
    assert.equal(
      [...codes].filter((code) => !listed.has(code)),
      [],
    );
  });
}

test("has no code that nothing gives", () => {
  const codes = new Set(names.flatMap((name) => [...codesOf(name)]));
  assert.equal(
    [...listed].filter((code) => !codes.has(code)),
    [],
  );
});

test.run();
