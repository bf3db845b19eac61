import type { BtfExt, CoreRelocation, FunctionInfo, LineInfo, ProgramSpec } from "@bpf/elf";
import { INSTRUCTION_SIZE } from "./instruction.js";

/** Function and line information of an object, handed out by function. */
export class SourceInfo {
  readonly #ext: BtfExt;
  readonly #sorted = new Map<
    readonly { readonly offset: number }[],
    readonly { readonly offset: number }[]
  >();

  constructor(ext: BtfExt) {
    this.#ext = ext;
  }

  /** Of one function that begins at instruction `start` of a program; offsets become indices of its instructions. */
  functions(spec: ProgramSpec, start: number): FunctionInfo[] {
    return this.#within(this.#ext.functions.get(spec.section), spec, start);
  }

  lines(spec: ProgramSpec, start: number): LineInfo[] {
    return this.#within(this.#ext.lines.get(spec.section), spec, start);
  }

  /** CO-RE relocations of a function, by rising offset, with offsets from the start of the section. */
  relocations({ section, sectionOffset, instructions }: ProgramSpec): readonly CoreRelocation[] {
    const records = this.#ext.relocations.get(section);
    if (records === undefined) return [];
    const sorted = this.#inOrder(records);
    const first = firstFrom(sorted, sectionOffset);
    return sorted.slice(first, firstFrom(sorted, sectionOffset + instructions.length));
  }

  #within<T extends { readonly offset: number }>(
    records: readonly T[] | undefined,
    { sectionOffset, instructions }: ProgramSpec,
    start: number,
  ): T[] {
    if (records === undefined) return [];
    const sorted = this.#inOrder(records);
    const end = sectionOffset + instructions.length;
    const found: T[] = [];
    for (let i = firstFrom(sorted, sectionOffset); i < sorted.length; i++) {
      const record = sorted[i]!;
      if (record.offset >= end) break;
      found.push({
        ...record,
        offset: start + Math.floor((record.offset - sectionOffset) / INSTRUCTION_SIZE),
      });
    }
    return found;
  }

  #inOrder<T extends { readonly offset: number }>(records: readonly T[]): readonly T[] {
    let sorted = this.#sorted.get(records) as readonly T[] | undefined;
    if (sorted === undefined) {
      sorted = records.toSorted((a, b) => a.offset - b.offset);
      this.#sorted.set(records, sorted);
    }
    return sorted;
  }
}

function firstFrom(sorted: readonly { readonly offset: number }[], offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
