import type { FunctionInfo, LineInfo, ObjectSpec, ProgramSpec } from "@bpf/elf";
import { placeOf } from "./functions.js";
import { INSTRUCTION_SIZE, Instructions, Pseudo } from "./instruction.js";
import type { OutsideReference, Reference, Site } from "./reference.js";
import { linkError, References } from "./references.js";
import type { SourceInfo } from "./source-info.js";

/** A function inside a program; `start` is the index of its first instruction. */
export interface LinkedFunction {
  readonly spec: ProgramSpec;
  readonly start: number;
}

/** A program with all functions that it uses behind it, ready but for what only the kernel knows. */
export interface LinkedProgram {
  readonly spec: ProgramSpec;
  readonly instructions: Instructions;
  /** The functions in it, itself first. */
  readonly parts: readonly LinkedFunction[];
  /** What is left to be filled in. */
  readonly sites: readonly Site<OutsideReference>[];
  /** With indices of instructions as offsets. Empty where a function in it has no information. */
  readonly functions: readonly FunctionInfo[];
  readonly lines: readonly LineInfo[];
}

/** A function's code, prepared once an object: with CO-RE relocations applied. */
export type CodeOf = (spec: ProgramSpec) => Instructions;

/** Past this no kernel verifies a program (BPF_COMPLEXITY_LIMIT_INSNS): it is not even put together. */
const mostInstructions = 1_000_000;

/** So many functions may be looked at beforehand for the lengths of programs alone. */
const mostLookedAt = 1_000_000;

/** What a function's instructions name. */
interface Uses {
  readonly sites: readonly Site[];
  /** Functions, each once, in the order in which they are met. */
  readonly functions: readonly ProgramSpec[];
}

/** Links the programs of one object. */
export class Linker {
  readonly #references: References;
  readonly #source: SourceInfo | undefined;
  readonly #codeOf: CodeOf;
  readonly #functionCount: number;
  readonly #uses = new Map<string, Uses>();

  constructor(object: ObjectSpec, source: SourceInfo | undefined, codeOf: CodeOf) {
    this.#references = new References(object);
    this.#source = source;
    this.#codeOf = codeOf;
    this.#functionCount = object.programs.size;
  }

  /**
   * Walks all functions that programs reach, and puts nothing together: an object of some megabytes may have programs of
   * gigabytes. What `link` throws of a reference is thrown here before.
   *
   * @returns names of the variables of `.kconfig` and `.ksyms` that they use
   * @throws LoadError ERR_PROGRAM_LINK
   */
  survey(programs: readonly ProgramSpec[]): Set<string> {
    const variables = new Set<string>();
    const met = new Set<string>();
    for (const program of programs)
      for (const spec of this.#reach(program, met, placeOf))
        for (const { reference } of this.#usesOf(spec).sites)
          if (reference.kind === "variable") variables.add(reference.name);
    // Too long ones are found too where that takes no time; else when they are linked.
    if (programs.length * this.#functionCount <= mostLookedAt)
      for (const program of programs) this.#collect(program);
    return variables;
  }

  /**
   * Puts a program together. The functions that it calls, or takes the address of, follow it, each once, in the order in
   * which they are met; those that they use in turn come right behind them, as libbpf does it.
   *
   * @throws LoadError ERR_PROGRAM_LINK
   */
  link(spec: ProgramSpec): LinkedProgram {
    const parts = this.#collect(spec);
    const starts = new Map(parts.map((part) => [part.spec, part.start]));
    const last = parts.at(-1)!;
    const bytes = new Uint8Array(last.start * INSTRUCTION_SIZE + last.spec.instructions.length);
    const instructions = new Instructions(bytes);
    const sites: Site<OutsideReference>[] = [];
    for (const part of parts) {
      bytes.set(this.#codeOf(part.spec).bytes, part.start * INSTRUCTION_SIZE);
      for (const site of this.#usesOf(part.spec).sites) {
        const at = part.start + site.at;
        const { reference } = site;
        if (isInside(reference)) pointTo(instructions, at, starts.get(reference.target)!, reference.kind);
        else {
          if (reference.kind === "map-value") instructions.setImmediate(at + 1, reference.offset);
          sites.push({ at, reference });
        }
      }
    }
    return { spec, instructions, parts, sites, ...this.#sourceOf(parts) };
  }

  #collect(program: ProgramSpec): LinkedFunction[] {
    const parts: LinkedFunction[] = [];
    let length = 0;
    for (const spec of this.#reach(program, new Set(), (one) => one)) {
      parts.push({ spec, start: length });
      length += spec.instructions.length / INSTRUCTION_SIZE;
      if (length > mostInstructions)
        throw linkError(
          program,
          { offset: 0, symbol: "" },
          `begins a program of over ${mostInstructions} of them`,
        );
    }
    return parts;
  }

  /** The program, and the functions that it uses in their order; none that was met, which is added to. */
  *#reach<K>(program: ProgramSpec, met: Set<K>, key: (spec: ProgramSpec) => K): Generator<ProgramSpec> {
    const pending = [program];
    for (let spec = pending.pop(); spec !== undefined; spec = pending.pop()) {
      if (met.has(key(spec))) continue;
      met.add(key(spec));
      yield spec;
      for (const target of this.#usesOf(spec).functions.toReversed()) pending.push(target);
    }
  }

  #usesOf(spec: ProgramSpec): Uses {
    const place = placeOf(spec);
    let uses = this.#uses.get(place);
    if (uses === undefined) {
      const sites = this.#references.of(spec, this.#codeOf(spec));
      const functions = new Set<ProgramSpec>();
      for (const { reference } of sites) if (isInside(reference)) functions.add(reference.target);
      uses = { sites, functions: [...functions] };
      this.#uses.set(place, uses);
    }
    return uses;
  }

  /** The kernel wants information of all functions, or of none. */
  #sourceOf(parts: readonly LinkedFunction[]): Pick<LinkedProgram, "functions" | "lines"> {
    const source = this.#source;
    const none = { functions: [], lines: [] };
    if (source === undefined) return none;
    const functions = parts.map(({ spec, start }) => source.functions(spec, start));
    if (functions.some(([first], i) => first?.offset !== parts[i]!.start)) return none;
    return {
      functions: functions.flat(),
      lines: parts.flatMap(({ spec, start }) => source.lines(spec, start)),
    };
  }
}

function isInside(reference: Reference): reference is Extract<Reference, { target: ProgramSpec }> {
  return reference.kind === "call" || reference.kind === "address";
}

/** Makes an instruction name the function that begins at `start`, counted from the instruction. */
function pointTo(code: Instructions, at: number, start: number, kind: "call" | "address"): void {
  code.setImmediate(at, start - at - 1);
  if (kind === "call") return;
  code.setSource(at, Pseudo.FUNC);
  code.setImmediate(at + 1, 0);
}
