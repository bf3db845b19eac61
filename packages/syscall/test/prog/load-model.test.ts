/** The addon's loading of programs under sanitizers, against models of older and newer kernels. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileSanitized, missingSanitizer, native } from "../sanitizer.js";

const test = suite("loading programs, natively");
const model = fileURLToPath(new URL("./load-model.cc", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "load-"));

test.after(() => rmSync(directory, { recursive: true }));

const what = "log, interruptions, descriptors";
const sanitizer = "address,undefined";
const reason = missingSanitizer(sanitizer);
if (reason === undefined) {
  test(what, () => {
    const program = join(directory, "load-model");
    const sources = [model, join(native, "program_load.cc"), join(native, "duplicates.cc")];
    compileSanitized(program, sources, sanitizer, ["-Wl,--wrap=syscall"]);
    const { status, stdout, stderr } = spawnSync(program, { encoding: "utf8", timeout: 60_000 });
    assert.is(`${stdout}${stderr}`, "");
    assert.is(status, 0);
  });
} else {
  console.log(`# skip ${what}: ${reason}`);
  test.skip(what);
}

test.run();
