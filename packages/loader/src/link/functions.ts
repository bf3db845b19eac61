import type { ObjectSpec, ProgramSpec } from "@bpf/elf";
import { INSTRUCTION_SIZE } from "./instruction.js";

/** The functions of an object, found by where they begin. */
export class FunctionIndex {
  readonly #bySection = new Map<string, Map<number, ProgramSpec>>();

  constructor({ programs }: ObjectSpec) {
    for (const program of programs.values()) {
      let starts = this.#bySection.get(program.section);
      if (starts === undefined) {
        starts = new Map();
        this.#bySection.set(program.section, starts);
      }
      // Aliases of a function begin where it does: the first names it.
      if (!starts.has(program.sectionOffset)) starts.set(program.sectionOffset, program);
    }
  }

  /** The function that begins at an instruction of a section. */
  at(section: string, instruction: number): ProgramSpec | undefined {
    return this.#bySection.get(section)?.get(instruction * INSTRUCTION_SIZE);
  }
}

/** The same for names of one function: an object may have any number of them. */
export const placeOf = ({ section, sectionOffset, instructions }: ProgramSpec): string =>
  `${section}\0${sectionOffset}\0${instructions.length}`;

export { isSubprogram } from "@bpf/elf";
