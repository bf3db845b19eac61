/** Every object of testdata/objects/bad is refused, with the code that testdata/README.md's table gives. */
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { ParseError } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { badObjects, objectsIn, parseFile } from "../src/objects.js";

const codes: Record<string, string> = {
  "btf-extern": "ERR_MAP_STATIC",
  "btf-initialised": "ERR_MAP_DEFINITION",
  "btf-inner-pinned": "ERR_MAP_PINNING",
  "btf-inner-two-levels": "ERR_MAP_DEFINITION",
  "btf-key-conflict": "ERR_MAP_DEFINITION",
  "btf-missing": "ERR_MAP_DEFINITION",
  "btf-missing-type": "ERR_MAP_DEFINITION",
  "btf-not-struct": "ERR_MAP_DEFINITION",
  "btf-pinning-5": "ERR_MAP_PINNING",
  "btf-static": "ERR_MAP_STATIC",
  "btf-type-no-number": "ERR_MAP_DEFINITION",
  "btf-unknown-member": "ERR_MAP_DEFINITION",
  "btf-value-conflict": "ERR_MAP_DEFINITION",
  "btf-values-not-last": "ERR_MAP_DEFINITION",
  "btf-values-of-array": "ERR_MAP_DEFINITION",
  elf32: "ERR_ELF_CLASS",
  executable: "ERR_ELF_TYPE",
  "legacy-16-short": "ERR_MAP_LAYOUT",
  "legacy-24-nonzero": "ERR_MAP_LAYOUT",
  "legacy-28-ambiguous": "ERR_MAP_LAYOUT",
  "legacy-28-pinning-9": "ERR_MAP_LAYOUT",
  "legacy-duplicate": "ERR_MAP_DUPLICATE",
  "legacy-gobpf-namespace-unterminated": "ERR_MAP_DEFINITION",
  "legacy-gobpf-pinning-7": "ERR_MAP_PINNING",
  "legacy-static": "ERR_MAP_STATIC",
  machine: "ERR_ELF_MACHINE",
  "machine-aarch64": "ERR_ELF_MACHINE",
  "mixed-duplicate": "ERR_MAP_DUPLICATE",
  "not-elf": "ERR_ELF_MAGIC",
  truncated: "ERR_ELF_TRUNCATED",
};

/** Objects whose fault has no place in the file, and why. */
const withoutOffset: Record<string, string> = {
  "btf-extern": "an extern map lies in another object; this one has no section of maps",
};

function refusal(path: string): ParseError {
  try {
    parseFile(path);
  } catch (error) {
    if (ParseError.is(error)) return error;
    throw error;
  }
  throw new Error(`${basename(path)} was read without an error`);
}

const test = suite("bad objects");
const files = objectsIn(badObjects);

test("each has its code here, and each code its object", () => {
  assert.equal(files.map((path) => basename(path, ".o")).sort(), Object.keys(codes).sort());
});

for (const path of files) {
  const name = basename(path, ".o");
  test(`${name} is refused with ${codes[name]}`, () => {
    const error = refusal(path);
    assert.is(error.code, codes[name], error.message);
    const { size } = statSync(path);
    if (Object.hasOwn(withoutOffset, name)) assert.is(error.offset, undefined, "has a place by now");
    else assert.ok(error.offset! >= 0 && error.offset! <= size, `offset ${error.offset} of ${size} bytes`);
    if (!error.code.startsWith("ERR_ELF_")) assert.type(error.section, "string");
  });
}

test("the table of testdata/README.md says the same", () => {
  const readme = fileURLToPath(new URL("../../testdata/README.md", import.meta.url));
  const rows = readFileSync(readme, "utf8").matchAll(/^\| (`.*?`) +\|.*\| (ERR_\w+) +\|$/gm);
  const documented = [...rows].flatMap(([, names, code]) =>
    [...names!.matchAll(/`([^`]+)`/g)].map(([, name]) => [name, code] as const),
  );
  assert.equal(Object.fromEntries(documented), codes);
});

test("an unknown member is a warning with relaxed", () => {
  const path = files.find((file) => basename(file) === "btf-unknown-member.o")!;
  const object = parseFile(path, { relaxed: true });
  assert.is(object.warnings.length, 1);
  assert.match(object.warnings[0]!, /colour/);
  assert.is(object.maps.get("broken")!.maxEntries, 1);
});

test("a forced layout reads what size alone cannot tell", () => {
  const path = files.find((file) => basename(file) === "legacy-28-ambiguous.o")!;
  const map = parseFile(path, { layout: "libbpf" }).maps.get("sample")!;
  assert.equal([map.type, map.keySize, map.valueSize, map.maxEntries, map.flags], [1, 4, 8, 100, 4]);
});

test.run();
