/**
 * The addon's ring code under sanitizers, against a model of the kernel's producer: threads by ThreadSanitizer, what a
 * hostile ring may hold by AddressSanitizer.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("the ring, natively");
const native = fileURLToPath(new URL("../../native/", import.meta.url));
const here = fileURLToPath(new URL("./", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "ring-"));
const compiler = (process.env.CXX ?? "c++").split(" ").filter(Boolean);
const seed = process.env.BPF_MUTATION_SEED ?? String(Date.now() % 100_000);

test.after(() => rmSync(directory, { recursive: true }));

function compile(name: string, sources: readonly string[], sanitizer: string): string {
  const program = join(directory, `${name}-${sanitizer}`);
  const [command, ...words] = compiler;
  const options = [
    "-std=c++17",
    "-O1",
    "-g",
    "-pthread",
    `-fsanitize=${sanitizer}`,
    "-fno-sanitize-recover=all",
  ];
  execFileSync(command!, [...words, ...options, ...sources, "-o", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return program;
}

/** Why no program made with a sanitizer runs here; undefined if one does. */
function missing(sanitizer: string): string | undefined {
  const source = join(directory, "empty.cc");
  writeFileSync(source, "int main() {}\n");
  try {
    execFileSync(compile("empty", [source], sanitizer), { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error)
      .trim()
      .split("\n")[0];
  }
}

for (const [name, sources, sanitizer, count] of [
  ["ring-threads", ["ring_memory.cc", "ring_consumer.cc", "ring_thread.cc"], "thread", 40_000],
  ["ring-threads", ["ring_memory.cc", "ring_consumer.cc", "ring_thread.cc"], "address,undefined", 40_000],
  ["ring-damage", ["ring_memory.cc", "ring_consumer.cc"], "address,undefined", 20_000],
] as const) {
  const what = `${name} with -fsanitize=${sanitizer}`;
  const reason = missing(sanitizer);
  if (reason !== undefined) {
    console.log(`# skip ${what}: no program of the compiler's runs with it: ${reason}`);
    test.skip(what);
    continue;
  }
  test(what, () => {
    const files = [join(here, `${name}.cc`), ...sources.map((source) => join(native, source))];
    const program = compile(name, files, sanitizer);
    const { status, signal, stderr, stdout } = spawnSync(program, [String(count), seed], {
      encoding: "utf8",
      timeout: 60_000,
    });
    assert.is(status, 0, `seed ${seed}, ${signal}: ${stderr}`);
    assert.match(stdout, /^[1-9]\d* (records|batches damaged), [1-9]\d* (waits|records taken)\n$/);
  });
}

test.run();
