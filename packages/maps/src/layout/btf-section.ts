import type { BtfDataSection } from "@bpf/elf";
import { LayoutError } from "../errors.js";
import type { LayoutSource } from "./btf-fields.js";
import { checkLayout } from "./check.js";
import { isKernelOwned } from "./kernel-owned.js";
import { type Layout, type LayoutField, sizeOfLayout } from "./layout.js";

/**
 * The variables of a data section as fields. A variable of a type that has no layout is bytes; a name met
 * before (of static variables) is followed by where it is: `count@.bss+16`.
 */
export function sectionFields(
  layouts: LayoutSource,
  section: BtfDataSection,
  markKernelOwned: boolean,
): LayoutField[] {
  const names = new Set<string>();
  return section.variables.map(({ type, offset, size }) => {
    const ownName = layouts.types.type(type).name;
    const name = ownName === "" || names.has(ownName) ? `${ownName}@${section.name}+${offset}` : ownName;
    names.add(name);
    const layout = variableLayout(layouts, type, size, `${section.name}.${name}`);
    return markKernelOwned && isKernelOwned(layouts.types, type)
      ? { name, offset, layout, kernelOwned: true }
      : { name, offset, layout };
  });
}

function variableLayout(layouts: LayoutSource, type: number, size: number, path: string): Layout {
  try {
    const layout = layouts.of(type, path);
    checkLayout(layout);
    return sizeOfLayout(layout) === size ? layout : { kind: "bytes", size };
  } catch (error) {
    if (!LayoutError.is(error)) throw error;
    return { kind: "bytes", size };
  }
}
