import { setTimeout } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadProgressLine } from "../../src/programs/load-progress.js";

const { now } = performance;
test.after.each(() => {
  performance.now = now;
});

function lineOn(isTerminal: boolean): { line: LoadProgressLine; texts: string[] } {
  const texts: string[] = [];
  const output = { isTerminal, write: (text: string) => void texts.push(text) };
  return { line: new LoadProgressLine({ stdout: output, stderr: output }), texts };
}

test("the line tells which program the verifier is busy with, also while nothing else happens", async () => {
  let time = 0;
  performance.now = () => time;
  const { line, texts } = lineOn(true);
  line.report({ program: "a", done: 0, total: 2 });
  line.report({ program: "b\u001b", done: 1, total: 2 });
  assert.equal(texts, [], "within the first second");
  time = 1500;
  await setTimeout(250);
  const shown = (seconds: string) => `\r\u001b[Kbpf: 1 of 2 programs verified, now b\\u001b, in ${seconds} s`;
  assert.equal(texts, [shown("1.5")]);
  line.clear();
  time = 2000;
  await setTimeout(250);
  line[Symbol.dispose]();
  const erased = "\r\u001b[K";
  assert.equal(texts, [shown("1.5"), erased, shown("2.0"), erased]);
  await setTimeout(250);
  assert.is(texts.length, 4, "nothing once it has ended");
});

test("nothing where stderr is no terminal", async () => {
  const { line, texts } = lineOn(false);
  performance.now = () => 5000;
  line.report({ program: "a", done: 0, total: 2 });
  line[Symbol.dispose]();
  assert.equal(texts, []);
});

test.run();
