import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("a BpfFd that is garbage collected");
const index = new URL("../../src/index.ts", import.meta.url);

/** Runs a script with --expose-gc that leaks and then collects; its output is JSON, its warnings are in it. */
function collect(leak: string): { closed: boolean[]; warnings: { code: string; message: string }[] } {
  const script = `
    const { mapCreate, procFdPath } = await import("${index}");
    const { existsSync } = await import("node:fs");
    const { setTimeout: wait } = await import("node:timers/promises");
    const warnings = [];
    process.on("warning", ({ code, message }) => warnings.push({ code, message }));
    const array = () => mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
    const paths = await (async () => { ${leak} })();
    for (let round = 0; round < 20; round++) { gc(); await wait(5); }
    console.log(JSON.stringify({ closed: paths.map((path) => !existsSync(path)), warnings }));
  `;
  const output = execFileSync(
    process.execPath,
    ["--expose-gc", "--import", "tsx", "--input-type=module", "-e", script],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  return JSON.parse(output);
}

test("is closed, and warned about once", () => {
  const { closed, warnings } = collect(
    "return [procFdPath(array()), procFdPath(array()), procFdPath(array())];",
  );
  assert.equal(closed, [true, true, true]);
  assert.is(warnings.length, 1);
  assert.is(warnings[0]!.code, "BPF_FD_LEAKED");
  assert.match(warnings[0]!.message, /descriptor \d+ was closed/);
});

test("is only warned about when its number was read", () => {
  const { closed, warnings } = collect("const map = array(); map.fd; return [procFdPath(map)];");
  assert.equal(closed, [false]);
  assert.is(warnings.length, 1);
  assert.match(warnings[0]!.message, /descriptor \d+ is left open/);
});

test("is none of our business after close() or release()", () => {
  const { closed, warnings } = collect(`
    const first = array(), second = array();
    const paths = [procFdPath(first), procFdPath(second)];
    first.close(); second.release();
    return paths;`);
  assert.equal(closed, [true, false]);
  assert.equal(warnings, []);
});

test("one that is still reachable stays open", () => {
  const { closed, warnings } = collect("globalThis.kept = array(); return [procFdPath(globalThis.kept)];");
  assert.equal(closed, [false]);
  assert.equal(warnings, []);
});

test.run();
