import type { FunctionInfo, LineInfo, ObjectSpec, ProgramSpec } from "@bpf/elf";
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

/** Links the programs of one object. */
export class Linker {
  readonly #references: References;
  readonly #source: SourceInfo | undefined;
  readonly #codeOf: CodeOf;
  readonly #sites = new Map<ProgramSpec, readonly Site[]>();

  constructor(object: ObjectSpec, source: SourceInfo | undefined, codeOf: CodeOf) {
    this.#references = new References(object);
    this.#source = source;
    this.#codeOf = codeOf;
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
      for (const site of this.#sitesOf(part.spec)) {
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
    const met = new Set<ProgramSpec>();
    let length = 0;
    const pending = [program];
    for (let spec = pending.pop(); spec !== undefined; spec = pending.pop()) {
      if (met.has(spec)) continue;
      met.add(spec);
      parts.push({ spec, start: length });
      length += spec.instructions.length / INSTRUCTION_SIZE;
      if (length > mostInstructions)
        throw linkError(
          program,
          { offset: 0, symbol: "" },
          `begins a program of over ${mostInstructions} of them`,
        );
      const targets = this.#sitesOf(spec).flatMap(({ reference }) =>
        isInside(reference) ? [reference.target] : [],
      );
      for (const target of targets.reverse()) pending.push(target);
    }
    return parts;
  }

  #sitesOf(spec: ProgramSpec): readonly Site[] {
    let sites = this.#sites.get(spec);
    if (sites === undefined) {
      sites = this.#references.of(spec, this.#codeOf(spec));
      this.#sites.set(spec, sites);
    }
    return sites;
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
