import { test } from "uvu";
import * as assert from "uvu/assert";
import { readObject } from "../objects.js";
import { Judge } from "./verdict.js";

/** Small objects, one a layout, one of BTF definitions, one big-endian. */
const OBJECTS = [
  "le/legacy-libbpf",
  "le/legacy-aya",
  "le/legacy-iproute2",
  "le/gobpf-style-legacy-gobpf",
  "le/pinmap",
  "be/pinmap",
];

for (const name of OBJECTS)
  test(`every truncation of ${name}`, () => {
    const bytes = readObject(name);
    const judge = new Judge();
    assert.is(
      judge.judge(bytes, () => name),
      "parsed",
    );
    for (let length = 0; length < bytes.length; length++) {
      const verdict = judge.judge(bytes.subarray(0, length), () => `the first ${length} bytes of ${name}`);
      // The section headers stand at the end of these objects, so no truncation is whole.
      assert.is(verdict, length < 4 ? "ERR_ELF_MAGIC" : "ERR_ELF_TRUNCATED", `${length} bytes`);
    }
    assert.is(judge.totals.refused, bytes.length);
  });

test.run();
