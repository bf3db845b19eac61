/** The committed objects are what their sources give, byte for byte, wherever the clang that made them is installed. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadedObjects } from "../src/loaded-objects.js";
import { bigEndian, examples, littleEndian, objectsIn } from "../src/objects.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const madeBy = readFileSync(join(root, "testdata/objects/clang-version"), "utf8").trim();
const installed = execFileSync("clang", ["--version"], { encoding: "utf8" }).split("\n")[0]!.trim();

const test = suite("committed objects");

for (const directory of ["testdata", "examples"]) {
  test(`make -C ${directory} check`, () => {
    const said = execFileSync("make", ["--silent", "-C", join(root, directory), "check"], {
      encoding: "utf8",
    });
    assert.match(said, installed === madeBy ? / what the sources give/ : /not compared/);
  });
}

test("both byte orders have the same objects", () => {
  const names = (directory: string) => objectsIn(directory).map((path) => path.slice(directory.length));
  assert.equal(names(bigEndian), names(littleEndian));
  assert.ok(names(littleEndian).length > 60);
});

test("no object names the directory it was built in", () => {
  for (const path of [littleEndian, bigEndian, loadedObjects, examples].flatMap(objectsIn)) {
    assert.not.ok(readFileSync(path).includes(root), path);
  }
});

test.run();
