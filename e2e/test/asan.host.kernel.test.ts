// runner: exclusive, timeout 900
/**
 * The addon under AddressSanitizer and UBSan: the suites that use it for maps run again on a sanitized build, in a
 * process with the runtime preloaded. Any report fails, and so does a function of the addon that nothing called.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { buildSanitizedAddon, buildSanitizedObject, reportStatus, Sanitized } from "../src/sanitized.js";
import { discover, inPrivateBpffs } from "../src/suite-files.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tsx = import.meta.resolve("tsx");

/** What has the addon work on maps. */
const directories = [
  "packages/syscall/test/map",
  "packages/syscall/test/native",
  "packages/syscall/test/ring",
  "packages/maps/test",
];

/** Suites whose length has nothing to do with memory, or that measure it: the sanitizer keeps what is freed. */
const leftOut = /maps-(large|progress|steady|writers)|elements-memory/;

const files = [
  ...discover(
    directories.map((directory) => join(root, directory)),
    "host",
  ),
  ...discover([join(root, "e2e/test")], "host").filter((file) => /\/maps-[^/]*$/.test(file)),
]
  .filter((file) => file.includes(".kernel.") && !leftOut.test(file))
  .map((file) => relative(root, file));

const addon = await buildSanitizedAddon();
const sanitized = new Sanitized(addon);
const directory = mkdtempSync(join(tmpdir(), "asan-"));

const test = suite("AddressSanitizer");
test.after(() => {
  sanitized[Symbol.dispose]();
  rmSync(directory, { recursive: true });
});

test("the runtime is in the process and reports what an object does wrong", () => {
  const object = join(directory, "overflow.node");
  buildSanitizedObject("overflow", object);
  const load = `process.dlopen({ exports: {} }, ${JSON.stringify(object)})`;
  const { status, output } = sanitized.run([process.execPath, "-e", load]);
  assert.is(status, reportStatus, output);
  assert.match(output, "ERROR: AddressSanitizer: heap-buffer-overflow");
  assert.match(output, "in overflow ");
});

test("the addon is instrumented, and the one that packages load", () => {
  const symbols = execFileSync("nm", ["--dynamic", "--undefined-only", addon], { encoding: "utf8" });
  for (const symbol of [
    "__asan_report_load4",
    "__asan_report_store4",
    "__ubsan_handle_type_mismatch_v1_abort",
  ]) {
    assert.match(symbols, symbol);
  }
  const code = `const { pageSize } = require(${JSON.stringify(join(root, "packages/syscall"))}); pageSize();
    console.log(require("node:fs").readFileSync("/proc/self/maps", "utf8"))`;
  const { status, output } = sanitized.run([process.execPath, "-e", code]);
  assert.is(status, 0, output);
  assert.match(output, addon);
  assert.match(output, "libasan");
  assert.not.match(output, "build/Release");
});

for (const file of files) {
  test(file, () => {
    const command = inPrivateBpffs([process.execPath, "--import", tsx, file]);
    const { status, output } = sanitized.run(command, { MAP_HAMMER_ROUNDS: "10" });
    assert.not.match(output, /AddressSanitizer|runtime error:/, output);
    assert.is(status, 0, output);
    assert.match(output, /Passed: +[1-9]/, output);
  });
}

test("every function of the addon that works on maps was called", () => {
  const calls = [...sanitized.calls()].filter(([name]) => /^(?:batch|element|map|memory|ring)/.test(name));
  assert.ok(calls.length > 20, `${calls.length}`);
  assert.equal(
    calls.filter(([, count]) => count === 0).map(([name]) => name),
    [],
  );
});

test.run();
