import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { FdOutput } from "../../src/process/fd-output.js";

const module = new URL("../../src/process/fd-output.ts", import.meta.url).href;
const script = (body: string): string =>
  `import(${JSON.stringify(module)}).then(({ FdOutput }) => { const out = new FdOutput(1); ${body} });`;

/** Runs `body` in another process whose stdout is the pipe of a shell's pipeline. */
function pipeline(body: string, reader: string): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(
    "bash",
    ["-c", `node --import tsx -e "$0" | ${reader}; exit \${PIPESTATUS[0]}`, script(body)],
    {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    },
  );
}

test("a device that is no terminal is none", () => {
  const fd = openSync("/dev/null", "w");
  assert.is(new FdOutput(fd).isTerminal, false);
  closeSync(fd);
  assert.is(new FdOutput(987).isTerminal, false, "a closed fd");
});

test("all of a text larger than the pipe arrives at a slow reader", () => {
  const { stdout, stderr } = pipeline(
    `out.write("x".repeat(1000000)); out.write("é");`,
    "(sleep 0.2; wc -c)",
  );
  assert.is(stdout.trim(), "1000002");
  assert.is(stderr, "");
});

test("a reader that went away is no error", () => {
  const body = `for (let i = 0; i < 1000; i++) out.write("line\\n".repeat(1000));`;
  const { stdout, stderr, status } = pipeline(body, "head -n 1");
  assert.is(stdout, "line\n");
  assert.is(stderr, "");
  assert.is(status, 0);
});

test("a pseudo-terminal is a terminal", () => {
  const body = "require('node:fs').writeSync(2, String(out.isTerminal))".replaceAll("'", "`");
  const probe = script(body.replaceAll("`", "'"));
  const { stdout } = spawnSync(
    "script",
    ["-qec", `node --import tsx -e '${probe.replaceAll("'", "'\\''")}'`, "/dev/null"],
    {
      encoding: "utf8",
    },
  );
  assert.match(stdout, /true/);
});

test.run();
