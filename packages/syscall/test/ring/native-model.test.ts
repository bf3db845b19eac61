/**
 * The addon's ring code under sanitizers, against a model of the kernel's producer: threads by ThreadSanitizer, what a
 * hostile ring may hold by AddressSanitizer.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileSanitized, missingSanitizer, native } from "../sanitizer.js";

const test = suite("the ring, natively");
const here = fileURLToPath(new URL("./", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "ring-"));
const seed = process.env.BPF_MUTATION_SEED ?? String(Date.now() % 100_000);

test.after(() => rmSync(directory, { recursive: true }));

for (const [name, sources, sanitizer, count] of [
  ["ring-threads", ["ring_memory.cc", "ring_consumer.cc", "ring_thread.cc"], "thread", 40_000],
  ["ring-threads", ["ring_memory.cc", "ring_consumer.cc", "ring_thread.cc"], "address,undefined", 40_000],
  ["ring-damage", ["ring_memory.cc", "ring_consumer.cc"], "address,undefined", 20_000],
] as const) {
  const what = `${name} with -fsanitize=${sanitizer}`;
  const reason = missingSanitizer(sanitizer);
  if (reason !== undefined) {
    console.log(`# skip ${what}: ${reason}`);
    test.skip(what);
    continue;
  }
  test(what, () => {
    const files = [join(here, `${name}.cc`), ...sources.map((source) => join(native, source))];
    const program = join(directory, `${name}-${sanitizer}`);
    compileSanitized(program, files, sanitizer);
    const { status, signal, stderr, stdout } = spawnSync(program, [String(count), seed], {
      encoding: "utf8",
      timeout: 60_000,
    });
    assert.is(status, 0, `seed ${seed}, ${signal}: ${stderr}`);
    assert.match(stdout, /^[1-9]\d* (records|batches damaged), [1-9]\d* (waits|records taken)\n$/);
  });
}

test.run();
