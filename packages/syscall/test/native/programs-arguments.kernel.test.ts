import { suite } from "uvu";
import * as assert from "uvu/assert";
import { native } from "../../src/addon/load.js";
import type { ProgLoadArguments, ProgTestRunArguments } from "../../src/addon/native.js";
import { MapType, ProgramType } from "../../src/generated/index.js";
import { countFds } from "../open-fds.js";
import { returnZero } from "../prog/programs.js";

const addon = native();
const test = suite("the addon's own checks of programs");

/** Open, but none of the addon's own; the highest number that there is; none at all. */
const [foreign, far, beyond] = [1, 0x7fff_ffff, 0xffff_ffff];

const socketFilter = (): Uint8Array => {
  const attr = new Uint8Array(144);
  new Uint32Array(attr.buffer)[0] = ProgramType.SOCKET_FILTER;
  return attr;
};

/** Arguments that fit, some of them replaced by number. */
function loadArguments(replaced: Record<number, unknown>): ProgLoadArguments {
  const fit: unknown[] = [
    socketFilter(),
    returnZero,
    "GPL",
    undefined,
    undefined,
    new Uint32Array(),
    new Uint32Array(),
    0,
    0,
    0,
    128,
    true,
  ];
  for (const index in replaced) fit[index] = replaced[index];
  return fit as ProgLoadArguments;
}

const loaded = addon.progLoad(...loadArguments({}));
assert.ok(typeof loaded === "object" && loaded.result >= 3, "arguments that fit");
const program = (loaded as { result: number }).result;

function runArguments(replaced: Record<number, unknown>): ProgTestRunArguments {
  const fit: unknown[] = [program, new Uint8Array(80), new Uint8Array(14), undefined, 100, 0, false];
  for (const index in replaced) fit[index] = replaced[index];
  return fit as ProgTestRunArguments;
}

const wrongLoads: [string, Record<number, unknown>][] = [
  ["attribute too short", { 0: new Uint8Array(143) }],
  ["attribute too long", { 0: new Uint8Array(145) }],
  ["attribute of words", { 0: new Uint32Array(36) }],
  ["instructions of no multiple of 8 bytes", { 1: new Uint8Array(12) }],
  ["no instructions", { 1: undefined }],
  ["license with NUL", { 2: "G\0" }],
  ["license is a number", { 2: 1 }],
  ["functions of no multiple of 8 bytes", { 3: new Uint8Array(4) }],
  ["functions are null", { 3: null }],
  ["lines of no multiple of 16 bytes", { 4: new Uint8Array(8) }],
  ["an odd number of placements", { 5: Uint32Array.of(4) }],
  ["placements of bytes", { 5: new Uint8Array(8) }],
  ["a placement past the end", { 5: Uint32Array.of(13, program) }],
  ["a placement far past the end", { 5: Uint32Array.of(beyond, program) }],
  ["a placement without instructions", { 1: new Uint8Array(), 5: Uint32Array.of(0, program) }],
  ...[foreign, far, beyond].flatMap((fd): [string, Record<number, unknown>][] => [
    [`placement of descriptor ${fd}, not the addon's`, { 5: Uint32Array.of(4, fd) }],
    [`slot with descriptor ${fd}, not the addon's`, { 6: Uint32Array.of(0, fd) }],
    [`BTF of descriptor ${fd}, not the addon's`, { 7: fd }],
    [`target of descriptor ${fd}, not the addon's`, { 8: fd }],
  ]),
  ["slots are an array", { 6: [0] }],
  ["BTF is negative", { 7: -1 }],
  ["level is a fraction", { 9: 0.5 }],
  ["size of 33 bits", { 10: 2 ** 32 }],
];

const wrongRuns: [string, Record<number, unknown>][] = [
  ["descriptor that is not the addon's", { 0: foreign }],
  ["attribute too short", { 1: new Uint8Array(79) }],
  ["attribute too long", { 1: new Uint8Array(81) }],
  ["data is a string", { 2: "x" }],
  ["context is words", { 3: new Uint32Array(4) }],
  ["room is negative", { 4: -1 }],
  ["room of 33 bits", { 5: 2 ** 32 }],
];

for (const [call, start, wrong] of [
  ["progLoad", loadArguments, wrongLoads],
  ["progLoadStart", loadArguments, wrongLoads],
  ["progTestRun", runArguments, wrongRuns],
  ["progTestRunStart", runArguments, wrongRuns],
] as const) {
  for (const [name, replaced] of wrong) {
    test(`${call}: ${name}`, () => {
      const before = countFds();
      const run = addon[call] as (...args: unknown[]) => unknown;
      assert.throws(
        () => run(...start(replaced)),
        (error: unknown) => error instanceof TypeError,
      );
      assert.is(countFds(), before);
    });
  }
  test(`${call}: no arguments`, () => {
    const run = addon[call] as (...args: unknown[]) => unknown;
    assert.throws(run, (error: unknown) => error instanceof TypeError);
  });
}

test("addresses, lengths and descriptors in an attribute count for nothing", () => {
  const attr = socketFilter();
  const words = new Uint32Array(attr.buffer);
  // insn_cnt to log_buf; prog_btf_fd to line_info_cnt; attach_prog_fd; fd_array and core_relos.
  for (const [from, to] of [
    [1, 10],
    [18, 27],
    [28, 29],
    [30, 34],
  ] as const) {
    words.fill(foreign, from, to);
  }
  const answer = addon.progLoad(...loadArguments({ 0: attr })) as { result: number };
  assert.ok(answer.result >= 3, String(answer.result));
  addon.close(answer.result);
  const run = new Uint8Array(80);
  new Uint32Array(run.buffer).fill(foreign, 0, 8).fill(foreign, 9, 16);
  assert.is((addon.progTestRun(...runArguments({ 1: run })) as { result: number }).result, 0);
});

test("a test run's answer is as long as the kernel's, never longer than the room", () => {
  for (const room of [1, 13, 14, 4096, 100_000]) {
    const answer = addon.progTestRun(...runArguments({ 4: room }));
    assert.ok(typeof answer === "object");
    const { result, data, dataLength } = answer as Exclude<typeof answer, number>;
    assert.is(dataLength, 14);
    assert.is(result, room < 14 ? -28 : 0);
    assert.is(data?.length, room < 14 ? undefined : 14);
  }
});

test("memory that there is not is ENOMEM", () => {
  const data = new Uint8Array(14);
  const answers = [4, 5].map((index) =>
    addon.progTestRun(...runArguments({ 2: data, [index]: 0xffff_ffff })),
  );
  for (const answer of answers) {
    // 4 GiB of address space may well be there; the kernel's answer is another one then.
    const result = typeof answer === "number" ? answer : answer.result;
    assert.ok([-12, -22, 0].includes(result), String(result));
  }
});

test("readWhole: of what is not the addon's, or into what is no Uint8Array", () => {
  for (const call of [
    () => addon.readWhole(foreign, new Uint8Array(8)),
    () => addon.readWhole(program, [] as never),
    () => (addon.readWhole as unknown as () => void)(),
  ]) {
    assert.throws(call, (error: unknown) => error instanceof TypeError);
  }
});

test("a map is no program", () => {
  new Uint32Array(addon.scratch).fill(0).set([MapType.ARRAY, 4, 8, 1]);
  const map = addon.mapCreate(72, "", -1, -1);
  assert.is((addon.progTestRun(...runArguments({ 0: map })) as { result: number }).result, -22);
  addon.close(map);
});

test.run();
