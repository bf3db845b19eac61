import { SHF_EXECINSTR, SHT_PROGBITS } from "../elf/constants.js";
import type { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import { ParseError } from "../errors.js";
import { ProgramRelocations } from "./program-relocations.js";
import { type ProgramSection, readProgramSection } from "./program-section.js";
import { type ProgramSpan, programSpans } from "./program-symbols.js";
import type { ProgramSpec } from "./spec.js";

/** Bytes of one instruction. */
const INSTRUCTION_SIZE = 8;

/** Functions that programs call; they have no program type of their own. */
const SUBPROGRAMS: ProgramSection = { type: null, attachType: null, sleepable: false, autoload: true };

/**
 * All programs and subprograms, by name, in the order of sections and of offsets within them. Static functions of
 * one name exist in linked objects: the first has the name as its key, later ones `NAME@SECTION+OFFSET`.
 * @throws ParseError ERR_PROGRAM_MALFORMED for a function that is empty, misaligned or overlaps another.
 */
export function readPrograms(file: ElfFile): Map<string, ProgramSpec> {
  const programs = new Map<string, ProgramSpec>();
  for (const section of file.sections)
    if (section.size > 0 && isCode(section)) addPrograms(file, section, programs);
  return programs;
}

function isCode({ type, flags }: Section): boolean {
  return type === SHT_PROGBITS && (flags & SHF_EXECINSTR) !== 0;
}

function addPrograms(file: ElfFile, section: Section, programs: Map<string, ProgramSpec>): void {
  const meaning = section.name === ".text" ? SUBPROGRAMS : readProgramSection(section.name);
  const code = file.contents(section);
  const relocations = new ProgramRelocations(file.relocationsFor(section));
  for (const span of programSpans(file, section)) {
    checkSpan(section, span);
    const program = {
      name: span.name,
      section: section.name,
      ...meaning,
      static: span.isStatic,
      sectionOffset: span.start,
      instructions: code.subarray(span.start, span.end),
      relocations: relocations.between(span.start, span.end),
    };
    const { name } = program;
    programs.set(programs.has(name) ? `${name}@${section.name}+${span.start}` : name, program);
  }
}

function checkSpan(section: Section, { name, start, end, namedAt }: ProgramSpan): void {
  const size = end - start;
  if (size > 0 && size % INSTRUCTION_SIZE === 0 && start % INSTRUCTION_SIZE === 0) return;
  throw new ParseError(
    "ERR_PROGRAM_MALFORMED",
    `program ${name} has ${size} bytes at ${start} of section ${section.name}; instructions are ${INSTRUCTION_SIZE} bytes each`,
    { section: section.name, symbol: name, offset: namedAt },
  );
}
