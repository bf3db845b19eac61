import { suite } from "uvu";
import * as assert from "uvu/assert";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import { sizeOfLayout } from "../../src/layout/layout.js";
import { typeIdByName } from "../../src/layout/type-by-name.js";
import { typedMaps } from "../object-maps.js";

const test = suite("types by name");

const btf = typedMaps().btf!;

/** The sizes of clang's sizeof, by what C calls the type. */
const sizes: Record<string, number> = {
  "struct flow": 96,
  flow: 96,
  "  struct   flow ": 96,
  "union address": 16,
  address: 16,
  "enum state": 4,
  "enum direction": 1,
  nanoseconds: 8,
  __u64: 8,
  "unsigned int": 4,
  double: 8,
};

for (const [name, size] of Object.entries(sizes)) {
  test(`${JSON.stringify(name)} is a type of ${size} bytes`, () => {
    assert.is(sizeOfLayout(layoutFromBtf(btf, typeIdByName(btf, name)!)), size);
  });
}

test("a name with the wrong keyword, or none, is no type", () => {
  for (const name of [
    "union flow",
    "struct address",
    "enum flow",
    "struct",
    "nothing",
    "",
    "struct flow x",
    "__proto__",
    "run",
  ]) {
    assert.is(typeIdByName(btf, name), undefined, name);
  }
});

test.run();
