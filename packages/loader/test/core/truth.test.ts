/** What relocations come to, against libbpf's results for the same object and the same types. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Btf, type ObjectSpec, parseObject } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import type { KernelTypes } from "../../src/kernel-types/kernel-types.js";
import { loadsOfLibbpf } from "../libbpf.js";
import { withEnum64, withKind } from "./changed-object.js";
import { fitted } from "./fitted.js";
import { hostKernel, kernelOf, objectPath, readObject } from "./objects.js";

const directory = mkdtempSync(join(tmpdir(), "core-truth-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));

function written(name: string, bytes: Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

interface Counts {
  programs: number;
  poisoned: number;
  refused: number;
}

/** Compares all programs of an object, each relocated alone. */
function compare(object: ObjectSpec, path: string, kernel: KernelTypes, kernelPath: string): Counts {
  const counts = { programs: 0, poisoned: 0, refused: 0 };
  for (const [name, load] of loadsOfLibbpf(path, kernelPath)) {
    counts.programs++;
    try {
      const { code, poisoned } = fitted(object, object.programs.get(name)!, kernel);
      assert.is(load.result, 0, `libbpf refuses ${name}, and we do not`);
      assert.is(Buffer.from(code.bytes).toString("hex"), load.instructions.toString("hex"), name);
      if (poisoned.length > 0) counts.poisoned++;
    } catch (error) {
      if (!LoadError.is(error)) throw error;
      assert.is(error.code, "ERR_PROGRAM_CORE");
      assert.is.not(load.result, 0, `${name}: ${error.message}`);
      counts.refused++;
    }
  }
  return counts;
}

/** Programs that are poisoned, and that are refused, on each kernel of core-target.c: as many as libbpf has of them. */
const expected: Record<string, readonly (readonly [poisoned: number, refused: number])[]> = {
  fields: [
    [1, 0],
    [81, 0],
    [302, 0],
    [253, 30],
    [249, 39],
    [302, 0],
  ],
  // Refused on kernels 1 and 2: unsigned values of 32 bits, which libbpf takes for negative ones.
  types: [
    [0, 2],
    [1, 2],
    [9, 0],
    [8, 3],
    [7, 4],
    [10, 0],
  ],
};

const target = (number: number): [Btf, string] => {
  const name = `core/target-${number}`;
  return [readObject(name).btf!, objectPath(name)];
};

for (const name of ["fields", "types"])
  for (let number = 1; number <= 6; number++)
    test(`${name}: kernel ${number} of core-target.c`, () => {
      const [btf, path] = target(number);
      const counts = compare(readObject(`core/${name}`), objectPath(`core/${name}`), kernelOf(btf), path);
      assert.is(counts.programs, name === "fields" ? 350 : 138);
      assert.equal([counts.poisoned, counts.refused], expected[name]![number - 1]);
    });

test("BPF_CORE_TYPE_MATCHES, which clang 14 cannot write, in place of BPF_CORE_TYPE_EXISTS", () => {
  const bytes = withKind(readObject("core/types"), 8, 12);
  for (let number = 1; number <= 6; number++) {
    const [btf, path] = target(number);
    const counts = compare(parseObject(bytes), written("matches.o", bytes), kernelOf(btf), path);
    assert.is(counts.programs, 138);
  }
});

test("enums of 64 bits, which clang 14 cannot write, in the kernel, in the object, and in both", () => {
  const object = readObject("core/types");
  const large = withEnum64(object, (value) => value);
  for (let number = 1; number <= 6; number++) {
    const [btf, path] = target(number);
    const other = withEnum64(readObject(`core/target-${number}`), (value) => value * 0x1_0000_0001n - 1n);
    const types = parseObject(other).btf!;
    const otherPath = written("target.o", other);
    const largePath = written("large.o", large);
    compare(object, objectPath("core/types"), kernelOf(types), otherPath);
    compare(parseObject(large), largePath, kernelOf(btf), path);
    compare(parseObject(large), largePath, kernelOf(types), otherPath);
  }
});

test("the running kernel", () => {
  const counts = compare(readObject("core/kernel"), objectPath("core/kernel"), hostKernel(), "");
  assert.is(counts.programs, 40);
  assert.is(counts.refused, 0);
});

test.run();
