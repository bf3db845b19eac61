/** Relocations that make no sense are refused with a reason, and what is missing is told in the words of C. */
import type { CoreRelocation } from "@bpf/elf";
import { parseBtfExt } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { poison, poisonCall } from "../../src/core/patch.js";
import { CoreRelocator } from "../../src/core/relocate.js";
import { LoadError } from "../../src/errors.js";
import { Instructions } from "../../src/link/instruction.js";
import { fitted } from "./fitted.js";
import { kernelOf, readObject } from "./objects.js";

const object = readObject("core/fields");
const btf = object.btf!;
const program = object.programs.get("s8_off")!;
const kernel = kernelOf(readObject("core/target-1").btf!);
const [own] = parseBtfExt(object.btfExt!, btf).relocations.get("socket")!;

const apply = (change: Partial<CoreRelocation>) =>
  new CoreRelocator(btf, kernel).apply(program, new Instructions(program.instructions.slice()), [
    { ...own!, ...change },
  ]);

const int = btf.findId("int")!;
const colour = btf.findId("colour___mine")!;

test("the relocation that the others are made from", () => {
  assert.equal(apply({}), []);
});

const malformed: Record<string, Partial<CoreRelocation>> = {
  "an empty access": { access: "" },
  "an access that is no number": { access: "0:x" },
  "an access with an empty step": { access: "0::1" },
  "a negative access": { access: "0:-1" },
  "a step of 2^40": { access: "0:1099511627776" },
  "a member past the last": { access: "0:999" },
  "a member of an int": { access: "0:0:0" },
  "an element past the end of an array": { access: "0:16:4" },
  "over 64 steps": { access: Array.from({ length: 65 }, () => "0").join(":") },
  "a kind that is not known": { kind: 13 },
  "a kind of 32 bits": { kind: 0xffff_ffff },
  "a type that is not there": { typeId: btf.typeCount },
  "a type near 2^32": { typeId: 0xffff_ffff },
  "void, which has no size": { typeId: 0 },
  "a type relocation with an access": { kind: 8, access: "0:1" },
  "an enumerator of a struct": { kind: 10, access: "0" },
  "an enumerator past the last": { kind: 10, typeId: colour, access: "2" },
  "an enumerator with a second step": { kind: 11, typeId: colour, access: "0:0" },
  "the sign of an element": { kind: 3, access: "0" },
  "an offset in the middle of an instruction": { offset: 4 },
  "an offset before the function": { offset: -8 },
  "an offset behind the function": { offset: program.instructions.length },
  "an instruction without a constant": { offset: program.instructions.length - 8 },
  "another value than the object's types say": { access: "0:5" },
};
for (const [what, change] of Object.entries(malformed))
  test(what, () => {
    assert.throws(
      () => apply(change),
      (error: unknown) =>
        LoadError.is(error) && error.code === "ERR_PROGRAM_CORE" && error.message.includes("s8_off"),
    );
  });

test("a type without a name is no kernel's", () => {
  const anonymous = btf.idsOf(5).find((id) => btf.nameOf(id) === "")!;
  assert.throws(() => apply({ typeId: anonymous, kind: 8, access: "0" }), /without a name/);
  assert.ok(int > 0);
});

const missing = (name: string, target: number): string[] =>
  fitted(object, object.programs.get(name)!, kernelOf(readObject(`core/target-${target}`).btf!)).poisoned.map(
    (one) => one.missing,
  );

test("what is missing, in the words of C", () => {
  assert.equal(missing("gone_a_ldx", 2), ["field struct fields.gone_too.a"]);
  assert.equal(missing("array_3_b_ldx", 2), ["field struct fields.array[3].b"]);
  assert.equal(missing("nowhere_ldx", 1), ["field struct nowhere.x"]);
  assert.equal(missing("s8_ldx", 2), ["field struct fields.s8 of 1 byte (its own has 2 bytes)"]);
  assert.equal(missing("to_bits_ldx", 2), [
    "field struct fields.to_bits of 4 bytes (its own is a bit field)",
  ]);
  assert.equal(missing("gone_has", 2), []);
});

test("both halves of a poisoned constant call what does not exist", () => {
  const types = readObject("core/types");
  const value = types.programs.get("gone_val")!;
  const { code, poisoned } = fitted(types, value, kernelOf(readObject("core/target-6").btf!));
  assert.equal(
    poisoned.map((one) => one.missing),
    ["value GONE of enum gone_enum"],
  );
  assert.equal([code.immediate(0), code.immediate(1), code.opcode(0)], [poisonCall, poisonCall, 0x85]);
});

test("half of a constant at the end of a program is poisoned as one instruction", () => {
  const code = new Instructions(new Uint8Array(16));
  code.setOpcode(1, 0x18);
  poison(code, 1);
  assert.equal([code.opcode(0), code.opcode(1), code.immediate(1)], [0, 0x85, poisonCall]);
  // A field that no kernel has, in an instruction whose second half is cut off.
  const last = program.instructions.length - 8;
  const cut = new Instructions(program.instructions.slice());
  cut.setOpcode(last / 8, 0x18);
  const nowhere = parseBtfExt(object.btfExt!, btf)
    .relocations.get("socket")!
    .find(({ typeId }) => btf.nameOf(typeId) === "nowhere")!;
  const relocation = { ...nowhere, offset: program.sectionOffset + last };
  const poisoned = new CoreRelocator(btf, kernel).apply(program, cut, [relocation]);
  assert.equal([poisoned.length, cut.opcode(last / 8)], [1, 0x85]);
});

test.run();
