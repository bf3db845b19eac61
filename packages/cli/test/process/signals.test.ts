import { spawnSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { holdingSignals, stoppingAtSignals } from "../../src/process/signals.js";

for (const [signal, code] of [
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  test(`${signal} during a change: the change is finished, then ${code}`, async () => {
    let finished = false;
    const result = await holdingSignals(async () => {
      process.kill(process.pid, signal);
      finished = true;
      return 0;
    });
    assert.ok(finished);
    assert.is(result, code);
    assert.is(process.listenerCount(signal), 0, "the signal ends the process again afterwards");
  });

test("without a signal the change's own code", async () => {
  assert.is(await holdingSignals(async () => 3), 3);
});

test("work that may stop is told by an abort, and its code is the signal's", async () => {
  let reason: unknown;
  const code = await stoppingAtSignals(async (signal) => {
    assert.is(signal.aborted, false);
    process.kill(process.pid, "SIGTERM");
    const alive = setTimeout(() => undefined, 10_000);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    clearTimeout(alive);
    reason = signal.reason;
    return 0;
  });
  assert.is(code, 143);
  assert.is((reason as Error).name, "AbortError");
  assert.is(process.listenerCount("SIGTERM"), 0);
});

test("work that ends by itself has its own code", async () => {
  assert.is(await stoppingAtSignals(async () => 5), 5);
});

test("a process that could not exit ends by the signal itself", () => {
  const module = new URL("../../src/process/signals.ts", import.meta.url).href;
  const script = `import { stoppingAtSignals } from ${JSON.stringify(module)};
    const stop = async () => { process.kill(process.pid, "SIGINT"); await new Promise((r) => setTimeout(r, 50)); return 0; };
    await stoppingAtSignals(stop, () => true);
    await new Promise((resolve) => setTimeout(resolve, 5000));`;
  const { signal } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
  assert.is(signal, "SIGINT");
});

test("what the change throws is thrown, and nothing stays behind", async () => {
  const error = new Error("no");
  try {
    await holdingSignals(() => Promise.reject(error));
    assert.unreachable();
  } catch (thrown) {
    assert.is(thrown, error);
  }
  assert.is(process.listenerCount("SIGINT"), 0);
});

test.run();
