/** What linking an object takes in memory, whatever its programs come to together. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ObjectSpec, ProgramSpec } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { Instructions, Pseudo } from "../../src/link/instruction.js";
import { linkObject } from "../../src/load/linked-object.js";
import { readObject } from "../core/objects.js";

const kernel = () => assert.unreachable("no relocation asks for the kernel's types") as never;
const socket = readObject("core/link").programs.get("alone")!;

/** A call of the function at the start of `.text`, and the end of the program. */
function caller(): Uint8Array {
  const code = new Instructions(new Uint8Array(16));
  code.setOpcode(0, 0x85);
  code.setRegisters(0, 0, Pseudo.CALL);
  code.setImmediate(0, -1);
  code.setOpcode(1, 0x95);
  return code.bytes;
}

/** Programs of two instructions each, which call one long function. */
function manyCallers(count: number, slots: number): ObjectSpec {
  const programs = new Map<string, ProgramSpec>();
  const call = { offset: 0, symbol: "long", symbolSection: ".text", symbolType: 2, symbolValue: 0n };
  const long = { ...socket, name: "long", section: ".text", type: null, sectionOffset: 0, relocations: [] };
  programs.set("long", { ...long, instructions: new Uint8Array(slots * 8) });
  const relocations = [{ ...socket.relocations[0], ...call } as ProgramSpec["relocations"][number]];
  const instructions = caller();
  for (let i = 0; i < count; i++) {
    const name = `caller_${i}`;
    programs.set(name, { ...socket, name, sectionOffset: i * 16, instructions, relocations });
  }
  const { btf: _, btfExt: __, ...rest } = readObject("core/link");
  return { ...rest, maps: new Map(), externs: new Map(), programs };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function arrayBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

test("400 programs that call one long function are put together one by one", () => {
  const object = manyCallers(400, 800_000);
  const before = arrayBytes();
  const { programs } = linkObject(object, {}, kernel);
  assert.is(programs.length, 400);
  // The function's code is copied once, 6.4 MB; the programs come to 2.5 GB.
  assert.ok(arrayBytes() - before < 32 * 1024 * 1024, `${arrayBytes() - before} bytes`);
  const [first] = programs;
  const { spec, instructions, parts } = first!.link();
  assert.equal([spec.name, instructions.count, parts.length], ["caller_0", 800_002, 2]);
  assert.is(instructions.immediate(0), 1);
  // Anew each time: what a load writes into the one is not in the other.
  assert.is.not(first!.link().instructions, instructions);
});

test("names of one function share its code", () => {
  const object = manyCallers(0, 1);
  const instructions = new Uint8Array(1024 * 1024);
  for (let i = 0; i < 400; i++)
    (object.programs as Map<string, ProgramSpec>).set(`name_${i}`, {
      ...socket,
      name: `name_${i}`,
      instructions,
      relocations: [],
    });
  const before = arrayBytes();
  const { programs } = linkObject(object, {}, kernel);
  for (const program of programs) assert.is(program.link().instructions.count, 128 * 1024);
  assert.ok(arrayBytes() - before < 32 * 1024 * 1024, `${arrayBytes() - before} bytes`);
  assert.is(programs.length, 400);
});

test("what cannot be linked is refused before any program is", () => {
  const tooLong = manyCallers(3, 1_000_000);
  const code = (error: unknown) => LoadError.is(error) && error.code === "ERR_PROGRAM_LINK";
  assert.throws(() => linkObject(tooLong, {}, kernel), code);
  const nowhere = manyCallers(3, 10);
  const last = nowhere.programs.get("caller_2")!;
  const relocations = last.relocations.map((one) => ({ ...one, symbolValue: 64n }));
  (nowhere.programs as Map<string, ProgramSpec>).set("caller_2", { ...last, relocations });
  assert.throws(() => linkObject(nowhere, {}, kernel), code);
});

test.run();
