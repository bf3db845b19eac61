import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ProgramType, type ProgTestRunOptions } from "../../src/index.js";
import { requireTaken } from "../../src/prog/test-run-taken.js";

const test = suite("what a test run takes");

const bytes = new Uint8Array(14);
const data: ProgTestRunOptions[] = [{ dataIn: bytes }, { dataIn: new Uint8Array() }, { dataSizeOut: 64 }];
const context: ProgTestRunOptions[] = [{ contextIn: bytes }, { contextSizeOut: 64 }];
const nothing: ProgTestRunOptions[] = [
  {},
  { repeat: 2, flags: 0, dataSizeOut: 0, contextSizeOut: 0 },
  { dataIn: undefined, contextIn: undefined },
];

/** How many of these options are refused for a type of program. */
const refused = (type: number, tried: readonly ProgTestRunOptions[]): number =>
  tried.filter((options) => {
    try {
      requireTaken(type, options);
      return false;
    } catch (error) {
      assert.instance(error, RangeError);
      assert.is((error as { code?: string }).code, "ERR_INVALID_ARG_VALUE");
      assert.match((error as Error).message, `${Object.keys(options)[0]} must be left out: `);
      return true;
    }
  }).length;

test("fentry, fexit and fmod_ret programs run on nothing, and the kernel does not say so", () => {
  assert.is(refused(ProgramType.TRACING, data), data.length);
  assert.is(refused(ProgramType.TRACING, context), context.length);
  assert.is(refused(ProgramType.TRACING, nothing), 0);
});

test("STRUCT_OPS programs take arguments as a context, and no packet", () => {
  assert.is(refused(ProgramType.STRUCT_OPS, data), data.length);
  assert.is(refused(ProgramType.STRUCT_OPS, [...context, ...nothing]), 0);
});

test("what the kernel looks at, or refuses by itself, is left to it", () => {
  for (const type of [ProgramType.XDP, ProgramType.SCHED_CLS, ProgramType.SYSCALL, ProgramType.LSM]) {
    assert.is(refused(type, [...data, ...context, ...nothing]), 0);
  }
});

test.run();
