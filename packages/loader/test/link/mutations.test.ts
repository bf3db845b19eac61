/** Whatever an object's bytes are, linking it ends in a program or in a typed error, soon. */
import { readFileSync } from "node:fs";
import { ParseError, parseObject } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { linkObject } from "../../src/load/linked-object.js";
import { kernelOf, objectPath, readObject } from "../core/objects.js";
import { cpuTime } from "../cpu-time.js";

const seed = Number(process.env.BPF_MUTATION_SEED ?? Math.floor(Math.random() * 2 ** 32));
const count = Number(process.env.BPF_MUTATION_COUNT ?? 600);
const kconfig = new Map([["CONFIG_HZ", "250"]]);

/** mulberry32 */
function* randomNumbers(start: number): Generator<number, never> {
  for (let state = start | 0; ; ) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield (mixed ^ (mixed >>> 14)) >>> 0;
  }
}

const numbers = randomNumbers(seed);
const below = (limit: number): number => numbers.next().value % limit;

const kernel = kernelOf(readObject("core/target-3").btf!);
const objects = ["core/link", "core/fields", "core/types", "core/linked-b"].map((name) => ({
  name,
  bytes: new Uint8Array(readFileSync(objectPath(name))),
}));

test(`${count} mutations, BPF_MUTATION_SEED=${seed}`, () => {
  const outcomes = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const { name, bytes } = objects[below(objects.length)]!;
    const copy = bytes.slice();
    for (let changes = 1 + below(6); changes > 0; changes--) copy[below(copy.length)] = below(256);
    const start = cpuTime();
    let outcome = "linked";
    try {
      const linked = linkObject(parseObject(copy, { name: "mutated" }), { kconfig }, () => kernel);
      for (const program of linked.programs) program.link();
    } catch (error) {
      if (!LoadError.is(error) && !ParseError.is(error))
        throw new Error(`mutation ${i} of seed ${seed}, of ${name}`, { cause: error });
      outcome = error.code;
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    assert.ok(cpuTime() - start < 2000, `mutation ${i} of seed ${seed}, of ${name} is slow`);
  }
  console.log([...outcomes].map(([outcome, times]) => `${outcome} ${times}`).join(", "));
  for (const expected of ["linked", "ERR_PROGRAM_LINK", "ERR_PROGRAM_CORE", "ERR_BTF_EXT_MALFORMED"])
    assert.ok(outcomes.has(expected), `${expected} never came`);
});

test.run();
