import { spawnSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";

const module = new URL("../../src/process/stream-output.ts", import.meta.url).href;

/** Runs `body`, which has `out` on stdout, in a process whose stdout `reader` reads. */
function pipeline(body: string, reader: string): { stdout: string; stderr: string } {
  const script = `import { StreamOutput } from ${JSON.stringify(module)}; const out = new StreamOutput(1);\n${body}`;
  return spawnSync("bash", ["-c", `node --import tsx --input-type=module -e "$0" | ${reader}`, script], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}

test("all of a large text arrives at a slow reader, and timers run meanwhile", () => {
  const body = `let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await out.send("x".repeat(1000000) + "é");
    clearInterval(timer);
    console.error(ticks > 10, out.isStuck);`;
  const { stdout, stderr } = pipeline(body, "(head -c 1 > /dev/null; sleep 0.3; wc -c)");
  assert.is(stdout.trim(), "1000001");
  assert.is(stderr, "true false\n");
});

test("aborting ends the wait for a reader that does not read", () => {
  const body = `const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const start = performance.now();
    await out.send("x".repeat(1000000), controller.signal);
    console.error(performance.now() - start < 900);
    process.kill(process.pid, "SIGKILL");`;
  assert.is(pipeline(body, "(head -c 1 > /dev/null; sleep 1)").stderr, "true\n");
});

test("a reader that went away is no error, and is known", () => {
  const body = `for (let i = 0; i < 1000 && !out.isGone; i++) await out.send("line\\n".repeat(1000));
    console.error(out.isGone);`;
  const { stdout, stderr } = pipeline(body, "head -n 1");
  assert.is(stdout, "line\n");
  assert.is(stderr, "true\n");
});

test("no terminal, no size", () => {
  assert.is(pipeline("console.error(out.isTerminal, out.size);", "cat").stderr, "false undefined\n");
});

test.run();
