import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Output } from "../../src/context.js";
import { JsonStream } from "../../src/output/json-stream.js";

/** Writes many lines; gives the texts that came at the output. */
function lines(count: number, asBytes: boolean): string[] {
  const written: string[] = [];
  const output: Output = { isTerminal: false, write: (text) => void written.push(text) };
  if (asBytes) output.writeBytes = (bytes) => void written.push(Buffer.from(bytes).toString());
  const stream = new JsonStream(output);
  for (let i = 0; i < count; i++) {
    stream.piece.appendText(`line ${i} é\n`);
    stream.step();
  }
  stream.flush();
  stream.flush();
  return written;
}

for (const asBytes of [true, false])
  test(`many small texts are few large writes, and nothing is lost (${asBytes ? "bytes" : "text"})`, () => {
    const count = 100_000;
    const written = lines(count, asBytes);
    assert.ok(written.length > 1 && written.length <= 8, `${written.length} writes`);
    assert.is(written.join(""), Array.from({ length: count }, (_, i) => `line ${i} é\n`).join(""));
  });

test("nothing is no write", () => {
  assert.equal(lines(0, true), []);
});

test("a reader that went away is known", () => {
  const output = { isTerminal: false, write() {}, isGone: false };
  const stream = new JsonStream(output);
  assert.is(stream.isGone, false);
  output.isGone = true;
  assert.is(stream.isGone, true);
});

test.run();
