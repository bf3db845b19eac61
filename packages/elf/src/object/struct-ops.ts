import type { Btf } from "../btf/btf.js";
import type { BtfStruct } from "../btf/types.js";
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
  const variables = file.symbolsIn(section).flatMap((symbol) => {
    const struct = structOf(btf, symbol.name);
    return struct === undefined ? [] : [{ struct, start: symbol.start }];
  });
  return file.relocationsFor(section).flatMap(({ offset, symbol }) => {
    const variable = variables.find(({ start, struct }) => offset >= start && offset < start + struct.size);
    const bits = (offset - (variable?.start ?? 0)) * 8;
    const member = variable?.struct.members.find(({ bitOffset }) => bitOffset === bits);
    if (variable === undefined || member === undefined || symbol.name === "") return [];
    return [{ program: symbol.name, type: variable.struct.name, member: member.name }];
  });
}

function structOf(btf: Btf, name: string): BtfStruct | undefined {
  const variable = name === "" ? undefined : btf.find(name, BtfKind.VAR);
  const type = variable && btf.resolve(variable.type);
  return type?.kind === BtfKind.STRUCT ? type : undefined;
}
