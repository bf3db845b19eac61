/** Programs that are too large, or cut off: many or long loads, which emulated machines would take minutes for. */
import { readFileSync } from "node:fs";
import { type ObjectSpec, parseObject } from "@bpf/elf";
import { LoadError, loadObject, VerifierError } from "@bpf/loader";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadedObject, loadedPath } from "../src/loaded-objects.js";
import { leavesNothing } from "../src/nothing-left.js";
import { onlyProgram } from "../src/only-program.js";
import { refusal, thrown } from "../src/refused-load.js";
import { isTyped } from "../src/typed-error.js";

const test = suite("programs that are too large, or cut off");

test("a loop without an end that the verifier sees: the log is long, the message is not", async () => {
  const error = await refusal(loadedObject("bad-endless"));
  assert.ok(VerifierError.is(error), String(error));
  assert.match(error.log, /BPF program is too large\. Processed 1000001 insn/);
  assert.match(error.message, /too large/);
  assert.is(error.program, "endless");
  assert.ok(error.message.length < 3000, `${error.message.length} characters`);
});

const nothing = Uint8Array.of(0xb7, 0, 0, 0, 0, 0, 0, 0);
const exit = Uint8Array.of(0x95, 0, 0, 0, 0, 0, 0, 0);

/** r0 = 0, as many times; then exit. */
const repeated = (times: number): Uint8Array => {
  const all = new Uint8Array((times + 1) * 8);
  for (let i = 0; i < times; i++) all.set(nothing, i * 8);
  all.set(exit, times * 8);
  return all;
};

test("oversized: a million instructions and one, and five million", async () => {
  for (const count of [1_000_001, 5_000_000]) {
    const error = await refusal(onlyProgram(repeated(count)));
    assert.ok(LoadError.is(error), String(error));
    assert.is(error.program, "wanted");
    assert.match(error.message, /1,?000,?000|too large|E2BIG/);
  }
});

test("truncated .BTF.ext: at every length", async () => {
  const object = loadedObject("small");
  const whole = object.btfExt!;
  const codes = new Set<string>();
  let loads = 0;
  await leavesNothing(object, () => {
    for (let length = 0; length < whole.length; length++) {
      try {
        loadObject({ ...object, btfExt: whole.subarray(0, length) } as ObjectSpec, {
          pinPrograms: "programs",
        }).close();
        loads++;
        assert.unreachable(`${length} of ${whole.length} bytes were loaded`);
      } catch (error) {
        assert.ok(isTyped(error), `${length} bytes: ${error}`);
        codes.add(error.code);
      }
    }
  });
  assert.is(loads, 0);
  assert.equal([...codes], ["ERR_BTF_EXT_MALFORMED"]);
});

test("truncated .BTF and other parts of the file: at every 7th length", async () => {
  const bytes = readFileSync(loadedPath("small"));
  await leavesNothing(loadedObject("small"), () => {
    for (let length = 0; length < bytes.length; length += 7) {
      const error = thrown(() =>
        loadObject(parseObject(bytes.subarray(0, length), { name: "small" }), { pinPrograms: "programs" }),
      );
      assert.ok(isTyped(error), `${length} bytes: ${error}`);
    }
  });
});

test.run();
