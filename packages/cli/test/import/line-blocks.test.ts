import { test } from "uvu";
import * as assert from "uvu/assert";
import { LineError, lineBlocks } from "../../src/import/line-blocks.js";

const limit = 64 * 1024 * 1024;

async function* pieces(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
}

/** All lines with their numbers. */
async function linesOf(source: AsyncIterable<Uint8Array>): Promise<[number, string][]> {
  const lines: [number, string][] = [];
  for await (const { lines: found, first } of lineBlocks(source, limit))
    lines.push(...found.map((line, at): [number, string] => [first + at, line]));
  return lines;
}

test("lines are counted from 1, whatever pieces they come in", async () => {
  const expected = [
    [1, "one"],
    [2, ""],
    [3, "drei é"],
    [4, "four"],
  ];
  const text = Buffer.from("one\n\ndrei é\nfour");
  assert.equal(await linesOf(pieces(text)), expected);
  assert.equal(await linesOf(pieces(text, "\n")), expected);
  const single = Array.from(text, (_, at) => text.subarray(at, at + 1));
  assert.equal(await linesOf(pieces(...single)), expected);
  assert.equal(await linesOf(pieces()), []);
  assert.equal(await linesOf(pieces("\n")), [[1, ""]]);
});

test("a text of many blocks", async () => {
  const count = 300_000;
  const all = Buffer.from(Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join(""));
  const parts = Array.from({ length: Math.ceil(all.length / 65_521) }, (_, at) =>
    all.subarray(at * 65_521, (at + 1) * 65_521),
  );
  let blocks = 0;
  let expected = 1;
  for await (const { lines, first } of lineBlocks(pieces(...parts), limit)) {
    blocks++;
    assert.is(first, expected);
    for (const line of lines) if (line !== `line ${expected++}`) assert.unreachable(line);
  }
  assert.is(expected, count + 1);
  assert.ok(blocks > 1, `${blocks} blocks`);
});

test("bytes that are no UTF-8: the lines before are given, and the line is named", async () => {
  const lines: string[] = [];
  try {
    for await (const block of lineBlocks(pieces("a\nb\n", Uint8Array.of(0xff, 0x0a), "c\n"), limit))
      lines.push(...block.lines);
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof LineError);
    assert.is(error.line, 3);
    assert.match(error.message, /UTF-8/);
  }
  assert.equal(lines, ["a", "b"]);
});

test("a line without end is refused before it fills the memory", async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("first\n");
    for (;;) yield Buffer.alloc(4 * 1024 * 1024, "x");
  }
  try {
    for await (const _ of lineBlocks(endless(), limit));
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof LineError, String(error));
    assert.match(error.message, /more than 67108864 bytes/);
  }
});

test.run();
