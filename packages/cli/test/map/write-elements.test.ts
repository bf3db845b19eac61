import { BpfError } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { KeyedJson } from "../../src/map/kinds.js";
import { writeElements } from "../../src/map/write-elements.js";

/** A map whose keys are single bytes; reading it fails after the batches given. */
function failingMap(...batches: number[][]): KeyedJson {
  return {
    path: "/sys/fs/bpf/m",
    keyCodec: { size: 1 },
    valueCodec: { size: 0 },
    async *batchesAsync() {
      for (const keys of batches)
        yield { count: keys.length, keys: { u8: Uint8Array.from(keys) }, values: { u8: new Uint8Array(0) } };
      throw new BpfError(-12, { syscall: "bpf", command: "BPF_MAP_LOOKUP_BATCH" });
    },
  } as unknown as KeyedJson;
}

test("what was read before a failure is written, the document is cut, and the error names the pin", async () => {
  const parts: string[] = [];
  const output = { isTerminal: false, write: (part: string) => void parts.push(part) };
  const context = { env: {}, stdout: output, stderr: output };
  const frame = { before: "[", between: ",", after: "]" };
  try {
    await writeElements(
      failingMap([1, 2], [3]),
      context,
      (to, keys, at) => to.appendText(String(keys.u8[at])),
      frame,
    );
    assert.unreachable();
  } catch (error) {
    assert.ok(BpfError.is(error), String(error));
    assert.equal([error.code, error.path], ["ENOMEM", "/sys/fs/bpf/m"]);
    assert.match(error.message, /^\/sys\/fs\/bpf\/m: ENOMEM/);
  }
  assert.is(parts.join(""), "[1,2,3");
});

test.run();
