// runner: exclusive, timeout 900
/**
 * Objects changed at random, then read and loaded: each is loaded as a whole, or refused with a typed error, and leaves no pin
 * and no descriptor. BPF_MUTATION_SEED repeats a run, BPF_MUTATION_COUNT sets its length.
 */
import { readFileSync } from "node:fs";
import { type ObjectSpec, parseObject } from "@bpf/elf";
import { loadObject } from "@bpf/loader";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs } from "../src/bpffs.js";
import { openFds, tree } from "../src/bpffs-tree.js";
import { loadedObject, loadedPath } from "../src/loaded-objects.js";
import { mutate, placesOf } from "../src/mutate.js";
import { leavesNothing } from "../src/nothing-left.js";
import { loaded } from "../src/pace.js";
import { Random } from "../src/random.js";
import { isTyped } from "../src/typed-error.js";

const seed = Number(process.env.BPF_MUTATION_SEED ?? 101);
const count = Number(process.env.BPF_MUTATION_COUNT ?? 20_000);

const objects = ["small", "calls", "callbacks", "data", "kconfig", "tail-calls", "map-in-map", "ksyms"].map(
  (name) => {
    const bytes = new Uint8Array(readFileSync(loadedPath(name)));
    return { name: `load-${name}`, bytes, places: placesOf(bytes) };
  },
);

/** Maps that a lie makes this large are not made: they would take the machine's memory. */
const mostBytes = 64 * 1024 * 1024;

function isLarge({ maps }: ObjectSpec): boolean {
  let bytes = 0;
  for (const { keySize, valueSize, maxEntries, innerMap: inner } of maps.values()) {
    bytes += (keySize + valueSize) * maxEntries;
    if (inner !== undefined) bytes += (inner.keySize + inner.valueSize) * inner.maxEntries;
  }
  return bytes > mostBytes;
}

/** What becomes of one object: "loaded", "large", or the code of the error. */
function outcomeOf(bytes: Uint8Array, name: string): string {
  try {
    const object = parseObject(bytes, { name });
    if (isLarge(object)) return "large";
    const result = loadObject(object, { pinPrograms: "programs" });
    loaded(result.programs.size);
    result.close();
    return "loaded";
  } catch (error) {
    if (!isTyped(error)) throw error;
    // It may have come that far.
    if (error.code === "ERR_PROGRAM_REFUSED") loaded();
    return error.code;
  }
}

const sound = loadedObject("small");

/** What a mutant made this process believe of the kernel must not hurt a sound object. */
function soundLoads(which: string): void {
  const result = loadObject(sound);
  assert.equal(result.warnings, [], `a sound object after ${which}`);
  loaded(result.programs.size);
  result.close();
}

const test = suite("mutations");

test(`${count} objects changed at random, BPF_MUTATION_SEED=${seed}`, async () => {
  console.log(`BPF_MUTATION_SEED=${seed} BPF_MUTATION_COUNT=${count}`);
  const random = new Random(seed);
  const outcomes = new Map<string, number>();
  let slowest = 0;
  let fds = 0;
  // By name no program could be told from those of other suites, and every mutant has its own.
  await leavesNothing({ programs: new Map() }, () => {
    for (let number = 0; number < count; number++) {
      const { name, bytes, places } = objects[random.below(objects.length)]!;
      const mutant = mutate(random, bytes, places);
      const which = `mutant ${number} of seed ${seed}, of ${name}`;
      const start = performance.now();
      let outcome: string;
      try {
        outcome = outcomeOf(mutant, name);
      } catch (error) {
        throw new Error(`${which}: an error without a type`, { cause: error });
      }
      slowest = Math.max(slowest, performance.now() - start);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (outcome === "loaded") emptyBpffs();
      else assert.equal(tree(), [], which);
      if (number % 250 === 249) soundLoads(which);
      // What V8 and Node open of their own comes once.
      if (number === 200) fds = openFds().length;
      if (number > 200 && number % 50 === 0) assert.is(openFds().length, fds, `descriptors, by ${which}`);
    }
  });
  for (const [outcome, times] of [...outcomes].sort(([, a], [, b]) => b - a))
    console.log(`  ${outcome} ${times}`);
  console.log(`  slowest ${slowest.toFixed(0)} ms`);
  // Changes that never hurt, or that none survives, would test nothing.
  for (const outcome of ["loaded", "ERR_PROGRAM_REFUSED", "ERR_PROGRAM_LINK", "ERR_BTF_EXT_MALFORMED"])
    assert.ok((outcomes.get(outcome) ?? 0) > count / 1000, `${outcome} came ${outcomes.get(outcome)} times`);
  assert.ok(slowest < 20_000, `${slowest} ms`);
});

test.run();
