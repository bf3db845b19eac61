import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { OptionValues } from "../../src/arguments/option-values.js";
import { programNames } from "../../src/programs/program-names.js";
import { programPins } from "../../src/programs/program-pins.js";
import { loadObject } from "../objects.js";

const object = (name: string) => parseObject(readFileSync(loadObject(name)), { name });

const refusal = (options: OptionValues): string => {
  try {
    programPins(object("load-autoload"), options, "load");
  } catch (error) {
    assert.is((error as { code: string }).code, "ERR_USAGE");
    return (error as Error).message;
  }
  throw new Error("it was accepted");
};

test("functions that programs call are no programs", () => {
  // By the source, load-freplace.bpf.c.
  assert.equal(programNames(object("load-freplace")), ["target", "replacement"]);
});

test("nothing is said of programs without --programs, and no other option about them is taken then", () => {
  assert.is(programPins(object("load-autoload"), { json: true }, "load"), undefined);
  const pattern = /--\S+ is about loading programs, which needs --programs DIR/;
  assert.match(refusal({ verbose: true }), pattern);
  assert.match(refusal({ set: ["a=1"] }), pattern);
  assert.match(refusal({ "on-existing": "keep" }), pattern);
});

test("which programs, and what of those that are pinned already", () => {
  const options = { programs: "progs", autoload: ["broken", "on_demand"], "no-autoload": ["wanted"] };
  const pins = programPins(object("load-autoload"), options, "load")!;
  assert.is(pins.pinPrograms, "progs");
  assert.is(pins.onExistingProgram, "fail");
  assert.equal({ ...pins.autoload }, { broken: true, on_demand: true, wanted: false });
  for (const answer of ["fail", "keep", "replace"]) {
    const how = { programs: "progs", "on-existing": answer };
    assert.is(programPins(object("load-autoload"), how, "load")?.onExistingProgram, answer);
  }
});

test("a name that is no program's, or is given twice, and an unknown answer are wrong usage", () => {
  const programs = "progs";
  assert.match(refusal({ programs, autoload: ["on_demnad"] }), /did you mean on_demand\?/);
  assert.match(refusal({ programs, "no-autoload": ["xyz"] }), /its programs are wanted, on_demand, broken/);
  assert.match(refusal({ programs, autoload: ["constructor"] }), /names no program/);
  assert.match(refusal({ programs, autoload: ["wanted"], "no-autoload": ["wanted"] }), /given twice/);
  assert.match(refusal({ programs, "on-existing": "replcae" }), /did you mean replace\?/);
});

test.run();
