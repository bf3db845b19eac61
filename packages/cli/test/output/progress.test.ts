import { test } from "uvu";
import * as assert from "uvu/assert";
import { Progress } from "../../src/output/progress.js";

const { now } = performance;
test.after.each(() => {
  performance.now = now;
});

/** What stderr shows of work whose reports come at these milliseconds. */
function shown(times: readonly number[], { stderr = true, stdout = false, streams = false } = {}): string[] {
  const texts: string[] = [];
  const output = (isTerminal: boolean) => ({ isTerminal, write: (text: string) => void texts.push(text) });
  let time = 0;
  performance.now = () => time;
  const context = { env: {}, stdout: output(stdout), stderr: output(stderr) };
  using progress = new Progress(context, "read", { streams });
  for (const [index, each] of times.entries()) {
    time = each;
    progress.report((index + 1) * 1000);
  }
  progress.end();
  return texts;
}

test("a line after a second, ten a second at most, erased at the end", () => {
  assert.equal(shown([0, 999, 1000, 1050, 1100, 2500]), [
    "\r\u001b[Kbpf: read 3,000 elements in 1.0 s",
    "\r\u001b[Kbpf: read 5,000 elements in 1.1 s",
    "\r\u001b[Kbpf: read 6,000 elements in 2.5 s",
    "\r\u001b[K",
  ]);
});

test("nothing where work is short, stderr is no terminal, or stdout shows what is read", () => {
  assert.equal(shown([0, 500, 999]), []);
  assert.equal(shown([5000], { stderr: false }), []);
  assert.equal(shown([5000], { stdout: true, streams: true }), []);
  assert.is(shown([5000], { stdout: true }).length, 2);
  assert.is(shown([5000], { streams: true }).length, 2);
});

test.run();
