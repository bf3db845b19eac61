import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinSystemError } from "../../src/errors.js";
import { type PrepareOptions, prepareMaps } from "../../src/prepare/prepare-maps.js";
import { FakeKernel, type FakeKernelOptions } from "../fake-kernel/fake-kernel.js";
import { faulty } from "../fake-kernel/faulty.js";
import { closeAll, everything, furnish, load, newPaths, nodes, replacing } from "./scene.js";

const test = suite("an onWarning that throws");

class Thrown extends Error {}

/** A commit with these faults, whose warnings that match make `onWarning` throw. */
function run(faults: Iterable<[number, string]>, matching: RegExp, kernelOptions: FakeKernelOptions = {}) {
  const fake = new FakeKernel(kernelOptions);
  furnish(fake);
  const before = nodes(fake);
  const { kernel, taken } = faulty(fake.calls, faults);
  const thrown = new Thrown("of the caller");
  const told: string[] = [];
  const onWarning = (warning: string): void => {
    if (!matching.test(warning)) return;
    told.push(warning);
    throw thrown;
  };
  const options: PrepareOptions = { ...replacing(kernel), onWarning };
  const loaded = load(fake);
  const prepared = prepareMaps(everything, options);
  let failure: unknown;
  try {
    prepared.commit(loaded).close();
  } catch (error) {
    failure = error;
  }
  return { fake, before, failure, taken, thrown, told, loaded };
}

/** Steps of a commit without faults that are this call. */
const stepsOf = (name: string, options?: FakeKernelOptions): number[] =>
  run([], /^$/, options).taken.flatMap((call, index) => (call === name ? [index + 1] : []));

test("after the commit: the pins stay, the second names go, every warning is told, nothing leaks", () => {
  const unlinks = stepsOf("unlinkat");
  assert.is(unlinks.length, 2);
  const faults = unlinks.map((step): [number, string] => [step, "EIO"]);
  const { fake, failure, thrown, told, loaded, before } = run(faults, /a second name/);
  assert.is(failure, thrown);
  assert.is(told.length, 2);
  const kept = fake.paths().filter((path) => !path.includes("_replacing_"));
  assert.equal(kept.toSorted(), [...before.keys(), ...newPaths].toSorted());
  assert.is.not(fake.at("progs/old"), before.get("progs/old"));
  closeAll(loaded);
  assert.is(fake.fds.count, 0);
});

test("while rolling back: the error that led to it is thrown, with what was left", () => {
  const options = { protectedHardlinks: "EPERM" };
  const rename = stepsOf("renameat2", options).at(-1)!;
  const { fake, failure, told, loaded, before, thrown } = run(
    [[rename, "EIO"]],
    /its mode, owner and times/,
    options,
  );
  closeAll(loaded);
  assert.is(fake.fds.count, 0);
  assert.ok(failure !== thrown && PinSystemError.is(failure), String(failure));
  assert.ok(told.length > 0);
  assert.equal([...nodes(fake).keys()], [...before.keys()]);
});

test.run();
