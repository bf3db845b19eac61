import { BtfKind, parseBtf } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { programSource } from "../../src/disassemble/program-source.js";
import { testObject } from "../variables/object.js";

const btf = parseBtf(testObject("typed-variables").btf!.bytes);
const words = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);
const run = btf.findId("run", BtfKind.FUNC)!;
const none = { btfId: 1, functionInfo: words(), functionInfoSize: 8, lineInfo: words(), lineInfoSize: 16 };

test("records that are longer than what is known are read", () => {
  const { functions } = programSource(
    { ...none, functionInfo: words(0, run, 7, 12, run, 7), functionInfoSize: 12 },
    btf,
  );
  assert.equal(functions, [
    { start: 0, name: "run" },
    { start: 12, name: "run" },
  ]);
});

test("a line and its column share a word; line 0 is no line", () => {
  const lineInfo = words(3, 1, 1, (77 << 10) | 5, 4, 1, 1, 5);
  const { lines } = programSource({ ...none, lineInfo }, btf);
  const text = btf.string(1);
  assert.equal(lines, [{ start: 3, file: text, text: text.trim(), line: 77, column: 5 }]);
});

test("what the types do not have is left out", () => {
  const functionInfo = words(0, 1, 1, 0xffffff, 2, run);
  const lineInfo = words(0, 0xffffffff, 0xffffffff, 1 << 10, 1, 1, 0xffffffff, 1 << 10);
  const { functions, lines } = programSource({ ...none, functionInfo, lineInfo }, btf);
  assert.equal(functions, [{ start: 2, name: "run" }]);
  assert.equal(
    lines.map(({ start, text }) => [start, text]),
    [[1, ""]],
  );
  const short = {
    ...none,
    functionInfo: words(0, run),
    functionInfoSize: 4,
    lineInfo: words(1),
    lineInfoSize: 4,
  };
  assert.equal(programSource(short, btf), { functions: [], lines: [] });
});

test.run();
