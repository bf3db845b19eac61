import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ParseError, parseObject } from "../../src/index.js";
import { objectPaths } from "../objects.js";

/** The fault that each object of testdata/objects/bad was made for: code, and the section that must be named. */
const FAULTS: Record<string, [code: string, section?: string, symbol?: string]> = {
  "btf-extern": ["ERR_MAP_STATIC", ".maps", "elsewhere"],
  "btf-initialised": ["ERR_MAP_DEFINITION", ".maps", "broken"],
  "btf-inner-pinned": ["ERR_MAP_PINNING", ".maps"],
  "btf-inner-two-levels": ["ERR_MAP_DEFINITION", ".maps"],
  "btf-key-conflict": ["ERR_MAP_DEFINITION", ".maps", "broken"],
  "btf-missing": ["ERR_MAP_DEFINITION", ".maps"],
  "btf-missing-type": ["ERR_MAP_DEFINITION", ".maps", "broken"],
  "btf-not-struct": ["ERR_MAP_DEFINITION", ".maps", "broken"],
  "btf-pinning-5": ["ERR_MAP_PINNING", ".maps", "broken"],
  "btf-static": ["ERR_MAP_STATIC", ".maps", "hidden"],
  "btf-type-no-number": ["ERR_MAP_DEFINITION", ".maps", "broken"],
  "btf-unknown-member": ["ERR_MAP_DEFINITION", ".maps", "broken"],
  "btf-value-conflict": ["ERR_MAP_DEFINITION", ".maps", "broken"],
  "btf-values-not-last": ["ERR_MAP_DEFINITION", ".maps", "broken"],
  "btf-values-of-array": ["ERR_MAP_DEFINITION", ".maps", "broken"],
  elf32: ["ERR_ELF_CLASS"],
  executable: ["ERR_ELF_TYPE"],
  "legacy-16-short": ["ERR_MAP_LAYOUT", "maps", "cut"],
  "legacy-24-nonzero": ["ERR_MAP_LAYOUT", "maps", "unexplained"],
  "legacy-28-ambiguous": ["ERR_MAP_LAYOUT", "maps", "sample"],
  "legacy-28-pinning-9": ["ERR_MAP_LAYOUT", "maps", "odd"],
  "legacy-duplicate": ["ERR_MAP_DUPLICATE", "maps", "twice"],
  "legacy-gobpf-namespace-unterminated": ["ERR_MAP_DEFINITION", "maps/endless", "endless"],
  "legacy-gobpf-pinning-7": ["ERR_MAP_PINNING", "maps/odd", "odd"],
  "legacy-static": ["ERR_MAP_STATIC", "maps", "hidden"],
  machine: ["ERR_ELF_MACHINE"],
  "machine-aarch64": ["ERR_ELF_MACHINE"],
  "mixed-duplicate": ["ERR_MAP_DUPLICATE", ".maps", "twice"],
  "not-elf": ["ERR_ELF_MAGIC"],
  truncated: ["ERR_ELF_TRUNCATED"],
};

for (const path of objectPaths("bad")) {
  const name = path.slice(path.lastIndexOf("/") + 1, -".o".length);
  test(name, () => {
    const fault = FAULTS[name];
    assert.ok(fault, "an object whose fault this table does not tell");
    const bytes = readFileSync(path);
    try {
      parseObject(bytes);
    } catch (error) {
      assert.instance(error, ParseError);
      const { code, section, symbol, offset } = error as ParseError;
      assert.equal([code, section], [fault[0], fault[1]]);
      if (fault[2] !== undefined) assert.is(symbol, fault[2]);
      // An extern map has no place in the file.
      if (name === "btf-extern") return;
      assert.ok(offset !== undefined && offset >= 0 && offset <= bytes.length, `offset ${offset}`);
      return;
    }
    assert.unreachable("it was parsed");
  });
}

test("all faults have their object", () => {
  assert.is(objectPaths("bad").length, Object.keys(FAULTS).length);
});

test("relaxed lets an unknown member pass, with a warning", () => {
  const path = objectPaths("bad").find((path) => path.endsWith("/btf-unknown-member.o"))!;
  const { maps, warnings } = parseObject(readFileSync(path), { relaxed: true });
  assert.ok(maps.has("broken"));
  assert.is(warnings.length, 1);
  assert.match(warnings[0]!, /colour/);
});

test.run();
