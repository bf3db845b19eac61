import type { Btf } from "../btf/btf.js";
import { externSections } from "../btf/fit-sections.js";
import { SHN_UNDEF, STB_WEAK } from "../elf/constants.js";
import type { ElfFile } from "../elf/file.js";
import { BtfKind } from "../generated/btf-kind.js";

/** A variable or function that the object uses and the kernel, or the loader, has. */
export interface ExternSpec {
  readonly name: string;
  /** `.kconfig`: a value of the kernel's configuration, which the loader gives. `.ksyms`: the kernel's own. */
  readonly section: ".kconfig" | ".ksyms";
  readonly kind: "variable" | "function";
  /** Type id of the VAR or FUNC itself. */
  readonly id: number;
  /** Type id of the variable's type (0, void: only its address is of interest), or of the function's prototype. */
  readonly typeId: number;
  /** It may be missing: a variable is 0 then, and a function must not be called. */
  readonly weak: boolean;
}

/** An object's externs by name, in the order of the types. */
export function readExterns(file: ElfFile, btf: Btf | undefined): Map<string, ExternSpec> {
  const externs = new Map<string, ExternSpec>();
  if (btf === undefined) return externs;
  let weak: ReadonlySet<string> | undefined;
  for (const id of btf.idsOf(BtfKind.DATASEC)) {
    const section = btf.type(id);
    if (section.kind !== BtfKind.DATASEC || !isExternSection(section.name)) continue;
    weak ??= weakSymbols(file);
    for (const entry of section.variables) {
      const type = btf.type(entry.type);
      if (type.kind !== BtfKind.VAR && type.kind !== BtfKind.FUNC) continue;
      if (type.linkage !== "extern") continue;
      const { name } = type;
      externs.set(name, {
        name,
        section: section.name,
        kind: type.kind === BtfKind.VAR ? "variable" : "function",
        id: type.id,
        typeId: type.type,
        weak: weak.has(name),
      });
    }
  }
  return externs;
}

function isExternSection(name: string): name is ExternSpec["section"] {
  return externSections.has(name);
}

/** Undefined symbols that may stay so. */
function weakSymbols(file: ElfFile): Set<string> {
  const names = new Set<string>();
  for (const symbol of file.symbols)
    if (symbol.sectionIndex === SHN_UNDEF && symbol.binding === STB_WEAK) names.add(symbol.name);
  return names;
}
