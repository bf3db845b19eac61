import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bytesArgument, hexText } from "../../src/prog/bytes-argument.js";

const bytes = (text: string) => bytesArgument(text, "data", "prog run");

test("hex and back, in either case, none at all too", () => {
  assert.equal([...bytes("hex:00fF10")], [0, 255, 16]);
  assert.is(bytes("hex:").length, 0);
  assert.is(hexText(bytes("hex:00fF10")), "hex:00ff10");
});

test("the bytes of a file", () => {
  const directory = mkdtempSync(join(tmpdir(), "bpf-cli-"));
  writeFileSync(join(directory, "packet"), Buffer.from([1, 2, 0, 255]));
  assert.equal([...bytes(`@${directory}/packet`)], [1, 2, 0, 255]);
  assert.throws(
    () => bytes(`@${directory}`),
    (error: { code: string }) => error.code === "ERR_FILE",
  );
  assert.throws(
    () => bytes(`@${directory}/none`),
    (error: { code: string }) => error.code === "ENOENT",
  );
  rmSync(directory, { recursive: true });
});

test("anything else is wrong usage", () => {
  for (const text of ["00ff", "hex:0", "hex:0g", "hex:00 ff", "0x00", "@", "hello"])
    assert.throws(
      () => bytes(text),
      (error: { code: string }) => error.code === "ERR_USAGE",
      text,
    );
});

test.run();
