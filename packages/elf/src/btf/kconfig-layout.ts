import { BtfKind } from "../generated/btf-kind.js";
import { alignmentOf } from "./alignment.js";
import type { Btf } from "./btf.js";

/** Where the variables of `.kconfig` lie in their map. */
export interface KconfigLayout {
  /** Bytes of the map's one value; 0 without variables. */
  readonly size: number;
  /** Bytes from its start, by type id of the variable (VAR). */
  readonly offsets: ReadonlyMap<number, number>;
}

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Lays out the object's `.kconfig` variables, which have no place in the ELF, as libbpf does (cmp_externs in libbpf.c):
 * by falling alignment, rising size, and name.
 * @throws ParseError ERR_BTF_MALFORMED for a variable without a size
 */
export function kconfigLayout(btf: Btf): KconfigLayout {
  const variables = btf
    .idsOf(BtfKind.DATASEC)
    .flatMap((id) => variablesIn(btf, id))
    .sort((a, b) => b.align - a.align || a.size - b.size || compare(a.name, b.name));
  const offsets = new Map<number, number>();
  let size = 0;
  for (const variable of variables) {
    const offset = Math.ceil(size / variable.align) * variable.align;
    offsets.set(variable.id, offset);
    size = offset + variable.size;
  }
  return { size, offsets };
}

interface KconfigVariable {
  readonly id: number;
  readonly name: string;
  readonly align: number;
  readonly size: number;
}

function variablesIn(btf: Btf, sectionId: number): KconfigVariable[] {
  const section = btf.type(sectionId);
  if (section.kind !== BtfKind.DATASEC || section.name !== ".kconfig") return [];
  return section.variables.flatMap((entry) => {
    const variable = btf.type(entry.type);
    if (variable.kind !== BtfKind.VAR) return [];
    const { id, name, type } = variable;
    return [{ id, name, align: alignmentOf(btf, type), size: btf.sizeOf(type) }];
  });
}
