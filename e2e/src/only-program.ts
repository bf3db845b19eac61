import type { ObjectSpec } from "@bpf/elf";
import { loadedObject } from "./loaded-objects.js";

/** An object of one program, `wanted`, with instructions that no object has. */
export function onlyProgram(instructions: Uint8Array): ObjectSpec {
  const object = loadedObject("autoload");
  const program = { ...object.programs.get("wanted")!, instructions, relocations: [] };
  const { btfExt: _, ...rest } = object;
  return { ...rest, programs: new Map([["wanted", program]]) } as ObjectSpec;
}
