/** Instructions that refer to what is not there are refused with their place; functions are met once. */
import { type ObjectSpec, type ProgramSpec, parseBtfExt, type Relocation } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { Instructions, Pseudo } from "../../src/link/instruction.js";
import { type LinkedProgram, Linker } from "../../src/link/link.js";
import { SourceInfo } from "../../src/link/source-info.js";
import { readObject } from "../core/objects.js";

const object = readObject("core/link");

interface Change {
  code?: (code: Instructions) => void;
  relocation?: (one: Relocation, index: number) => Relocation;
  more?: Partial<Relocation>;
}

/** Links a program whose instructions or relocations were changed. */
function link(name: string, change: Change = {}, from: ObjectSpec = object): LinkedProgram {
  const own = from.programs.get(name)!;
  const instructions = Uint8Array.from(own.instructions);
  change.code?.(new Instructions(instructions));
  const relocations = own.relocations.map((one, i) => change.relocation?.(one, i) ?? one);
  if (change.more !== undefined) relocations.push({ ...relocations[0]!, ...change.more });
  const changed: ProgramSpec = { ...own, instructions, relocations };
  const spec = { ...from, programs: new Map([...from.programs, [name, changed]]) };
  const source = new SourceInfo(parseBtfExt(object.btfExt!, object.btf!));
  return new Linker(spec, source, (one) => new Instructions(one.instructions.slice())).link(changed);
}

const refused = (name: string, change: Change, pattern: RegExp): void =>
  assert.throws(
    () => link(name, change),
    (error: unknown) => {
      assert.ok(LoadError.is(error), String(error));
      assert.is(error.code, "ERR_PROGRAM_LINK");
      assert.is(error.program, name);
      assert.ok(pattern.test(error.message), error.message);
      return true;
    },
  );

/** The index of the first instruction that is a relocation of the program. */
const placeOf = (name: string, index = 0): number =>
  object.programs.get(name)!.relocations[index]!.offset / 8;

test("the programs that the others are made from", () => {
  for (const name of ["calls", "data", "maps", "callbacks", "kfuncs"])
    assert.ok(link(name).instructions.count > 0);
});

test("calls", () => {
  const at = placeOf("calls");
  refused("calls", { code: (code) => code.setImmediate(at, 1) }, /where no function begins/);
  refused("calls", { code: (code) => code.setImmediate(at, 0x7fffffff) }, /where no function begins/);
  refused("calls", { code: (code) => code.setImmediate(at, -0x80000000) }, /where no function begins/);
  refused("calls", { code: (code) => code.setOpcode(at, 0x61) }, /without calling it/);
  refused("calls", { relocation: (one) => ({ ...one, symbolValue: 4n }) }, /where no function begins/);
  refused("calls", { relocation: (one) => ({ ...one, symbolValue: 2n ** 63n }) }, /where no function begins/);
});

test("maps and variables", () => {
  const at = placeOf("data");
  const nowhere = (one: Relocation): Relocation => ({ ...one, symbolSection: ".nowhere" });
  refused("data", { relocation: nowhere }, /section \.nowhere, which no map holds/);
  refused(
    "data",
    { code: (code) => code.setImmediate(at, 8) },
    /byte 8 of \.data\.custom, which has 8 bytes/,
  );
  refused("data", { code: (code) => code.setImmediate(at, -1) }, /byte -1 of \.data\.custom/);
  refused("data", { code: (code) => code.setOpcode(at, 0xb7) }, /without a 64-bit constant/);
  refused(
    "maps",
    { relocation: (one) => ({ ...one, symbol: "third" }) },
    /third of section \.maps, which is no map/,
  );
  const bySection = (one: Relocation): Relocation => ({ ...one, symbol: ".maps", symbolType: 3 });
  refused("maps", { relocation: bySection }, /a static map/);
});

test("what is not defined", () => {
  const { symbolSection: _, ...undefinedSymbol } = object.programs.get("maps")!.relocations[0]!;
  refused(
    "maps",
    { relocation: () => ({ ...undefinedSymbol, symbol: "nobody" }) },
    /nobody, which is not defined/,
  );
  refused("maps", { relocation: () => ({ ...undefinedSymbol, symbol: "" }) }, /a symbol without a name/);
  const at = placeOf("kfuncs");
  refused(
    "kfuncs",
    { code: (code) => code.setOpcode(at, 0x61) },
    /uses the extern bpf_rcu_read_lock as no program can/,
  );
});

test("relocations where no instruction takes one", () => {
  refused("maps", { more: { offset: 8 * (placeOf("maps") + 1) } }, /is none that takes one/);
  refused("maps", { more: { offset: 4 } }, /is none that takes one/);
});

test("descriptors and types by number", () => {
  const numbered = (source: number) => (code: Instructions) => {
    code.setOpcode(0, 0x18);
    code.setRegisters(0, 1, source);
  };
  for (const source of [
    Pseudo.MAP_FD,
    Pseudo.MAP_VALUE,
    Pseudo.BTF_ID,
    Pseudo.FUNC,
    Pseudo.MAP_IDX,
    Pseudo.MAP_IDX_VALUE,
  ])
    refused("alone", { code: numbered(source) }, /by its number/);
  const call = (code: Instructions): void => {
    code.setOpcode(0, 0x85);
    code.setRegisters(0, 0, Pseudo.KFUNC_CALL);
  };
  refused("alone", { code: call }, /by its number/);
});

test("a program that calls itself is there once", () => {
  const { instructions, parts } = link("alone", {
    code: (code) => {
      code.setOpcode(0, 0x85);
      code.setRegisters(0, 0, Pseudo.CALL);
      code.setImmediate(0, -1);
    },
  });
  assert.equal(
    parts.map(({ spec }) => spec.name),
    ["alone"],
  );
  assert.is(instructions.immediate(0), -1);
});

test("functions follow in the order in which they are met, each once", () => {
  const names = (name: string): string[] => link(name).parts.map(({ spec }) => spec.name);
  assert.equal(names("calls"), ["calls", "hidden", "middle", "leaf"]);
  assert.equal(names("calls_weak"), ["calls_weak", "weak", "unused_by_most", "leaf", "middle"]);
  assert.equal(names("callbacks"), ["callbacks", "each", "middle", "leaf", "again"]);
  assert.equal(names("alone"), ["alone"]);
});

test("a program past the verifier's limit is not put together", () => {
  const huge = new Uint8Array(8 * 600_000);
  const programs = new Map(object.programs);
  for (const name of ["hidden", "middle"])
    programs.set(name, { ...programs.get(name)!, instructions: huge, relocations: [] });
  const calls = (): LinkedProgram => link("calls", {}, { ...object, programs });
  assert.throws(calls, /begins a program of over 1000000/);
});

test("what programs use is told without putting them together", () => {
  const linker = new Linker(object, undefined, (one) => new Instructions(one.instructions));
  const entries = [...object.programs.values()].filter(({ type }) => type !== null);
  const variables = (program: ProgramSpec): string[] =>
    linker
      .link(program)
      .sites.flatMap(({ reference }) => (reference.kind === "variable" ? [reference.name] : []));
  assert.ok(entries.flatMap(variables).length > 0);
  assert.equal([...linker.survey(entries)].sort(), [...new Set(entries.flatMap(variables))].sort());
  for (const one of entries)
    assert.equal([...linker.survey([one])].sort(), [...new Set(variables(one))].sort());
});

test("where a function has no information, none is given", () => {
  const programs = new Map(object.programs);
  // As if the function lay where the object tells nothing of.
  programs.set("leaf", { ...programs.get("leaf")!, section: ".elsewhere" });
  assert.throws(() => link("calls", {}, { ...object, programs }), /where no function begins/);
  const { functions, lines } = link("calls");
  assert.is(functions.length, 4);
  assert.ok(lines.length > 4);
  assert.ok(lines.every(({ offset }, i) => i === 0 || offset > lines[i - 1]!.offset));
});

test.run();
