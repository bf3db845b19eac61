import { BtfKind } from "../generated/btf-kind.js";
import type { Btf } from "./btf.js";
import { kconfigLayout } from "./kconfig-layout.js";
import type { BtfDataSection } from "./types.js";

/** What an object's ELF side says of its sections. */
export interface SectionFacts {
  /** Bytes; undefined for a section that the object does not have. */
  size(section: string): number | undefined;
  /** Bytes from the section's start to a global variable; undefined when the section has none of that name. */
  offset(section: string, variable: string): number | undefined;
  /** Functions of `.text` that are global, and by their visibility hidden: `__hidden` in libbpf's headers. */
  readonly hidden?: ReadonlySet<string>;
}

/** Sections of variables and functions that the loader or the kernel defines. */
export const externSections: ReadonlySet<string> = new Set([".kconfig", ".ksyms"]);
/** Bytes that libbpf gives each entry of `.ksyms`, whatever its type. */
const ksymSize = 4;

/** One variable of a section, offset and size in bytes. */
export interface SectionVariable {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
}

/** A DATASEC as the kernel wants it: sorted, sized, nothing overlapping, nothing empty. */
export interface FilledSection {
  readonly size: number;
  readonly variables: readonly SectionVariable[];
}

/**
 * Fills in what clang leaves at zero: a section's size is the ELF section's, a global variable's offset its symbol's.
 * A static variable's offset is right as clang writes it. BTF that a linker has filled already is taken as it is.
 * Variables without bytes, and externs, which have none here, are left out: the kernel refuses them.
 * @param ksym Id of a 4-byte variable that stands for each extern of `.ksyms`.
 * @returns undefined for a section that has no size or no variable: the kernel takes no such DATASEC.
 */
export function fillSection(
  btf: Btf,
  section: BtfDataSection,
  facts: SectionFacts,
  ksym: number,
): FilledSection | undefined {
  if (section.name === ".ksyms") return layOut(section.variables.map(() => ({ type: ksym, size: ksymSize })));
  if (section.name === ".kconfig") return kconfigSection(btf, section);
  const size = section.size || facts.size(section.name);
  if (size === undefined || size === 0) return undefined;
  const variables: SectionVariable[] = [];
  for (const entry of section.variables) {
    const variable = btf.type(entry.type);
    if (variable.kind !== BtfKind.VAR || variable.linkage === "extern" || entry.size === 0) continue;
    const isKnown = section.size !== 0 || variable.linkage === "static";
    const offset = isKnown ? entry.offset : facts.offset(section.name, variable.name);
    if (offset !== undefined) variables.push({ type: entry.type, offset, size: entry.size });
  }
  variables.sort((a, b) => a.offset - b.offset);
  return variables.length === 0 ? undefined : { size, variables };
}

/** As the loader lays out the map of these variables. */
function kconfigSection(btf: Btf, section: BtfDataSection): FilledSection | undefined {
  const { size, offsets } = kconfigLayout(btf);
  const variables = section.variables.flatMap(({ type }) => {
    const offset = offsets.get(type);
    return offset === undefined ? [] : [{ type, offset, size: btf.sizeOf(type) }];
  });
  variables.sort((a, b) => a.offset - b.offset);
  return variables.length === 0 || size === 0 ? undefined : { size, variables };
}

/** Places one variable behind the other, each at a multiple of 8 bytes unless it is of 4 and less. */
function layOut(entries: readonly { type: number; size: number }[]): FilledSection | undefined {
  let size = 0;
  const variables: SectionVariable[] = [];
  for (const entry of entries) {
    const bytes = Math.max(entry.size, 1);
    const alignment = bytes <= ksymSize ? ksymSize : 8;
    const offset = Math.ceil(size / alignment) * alignment;
    variables.push({ type: entry.type, offset, size: bytes });
    size = offset + bytes;
  }
  return variables.length === 0 ? undefined : { size, variables };
}
