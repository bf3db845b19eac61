import { test } from "uvu";
import * as assert from "uvu/assert";
import { holdingSignals } from "../../src/process/signals.js";

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
