import type { Btf } from "../btf/btf.js";
import type { ElfFile } from "../elf/file.js";
import type { Section } from "../elf/section.js";
import { BtfKind } from "../generated/btf-kind.js";

/** A program that implements a member of one of the kernel's tables of functions. */
export interface StructOpsMember {
  /** The program's name. */
  readonly program: string;
  /** The struct's name, which is the kernel's: `tcp_congestion_ops`. */
  readonly type: string;
  readonly member: string;
}

const sectionName = /^\??\.struct_ops(?:\.link)?$/;

/** Which programs the variables of `.struct_ops` sections name, and for which members. */
export function readStructOps(file: ElfFile, btf: Btf | undefined): StructOpsMember[] {
  if (btf === undefined) return [];
  return file.sections.flatMap((section) =>
    sectionName.test(section.name) && section.size > 0 ? membersIn(file, section, btf) : [],
  );
}

function membersIn(file: ElfFile, section: Section, btf: Btf): StructOpsMember[] {
  const variables = variablesIn(file, section, btf);
  return file.relocationsFor(section).flatMap(({ offset, symbol }) => {
    const variable = lastUpTo(variables, offset);
    if (variable === undefined || symbol.name === "") return [];
    const { start, table } = variable;
    const member = offset - start < table.size ? table.members.get((offset - start) * 8) : undefined;
    return member === undefined ? [] : [{ program: symbol.name, type: table.name, member }];
  });
}

/** A struct of functions; its members' names by their offsets in bits. */
interface FunctionTable {
  readonly name: string;
  readonly size: number;
  readonly members: ReadonlyMap<number, string>;
}

interface TableVariable {
  /** Bytes from the start of the section. */
  readonly start: number;
  readonly table: FunctionTable;
}

/** By rising start. Many variables may be of one struct, whose members are read once. */
function variablesIn(file: ElfFile, section: Section, btf: Btf): TableVariable[] {
  const tables = new Map<number, FunctionTable | undefined>();
  const variables: TableVariable[] = [];
  for (const { name, start } of file.symbolsIn(section)) {
    const variable = name === "" ? undefined : btf.find(name, BtfKind.VAR);
    if (variable === undefined) continue;
    if (!tables.has(variable.type)) tables.set(variable.type, functionTable(btf, variable.type));
    const table = tables.get(variable.type);
    if (table !== undefined) variables.push({ start, table });
  }
  return variables.sort((a, b) => a.start - b.start);
}

function functionTable(btf: Btf, id: number): FunctionTable | undefined {
  const type = btf.resolve(id);
  if (type.kind !== BtfKind.STRUCT) return undefined;
  const members = new Map<number, string>();
  for (const { name, bitOffset } of type.members) if (!members.has(bitOffset)) members.set(bitOffset, name);
  return { name: type.name, size: type.size, members };
}

function lastUpTo(variables: readonly TableVariable[], offset: number): TableVariable | undefined {
  let low = 0;
  let high = variables.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (variables[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return variables[low - 1];
}
