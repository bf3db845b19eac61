import { BtfKind, type BtfType } from "@bpf/elf";
import { isEnumBased, isFieldBased } from "./kind.js";
import { essentialName } from "./names.js";
import type { CoreSpec } from "./spec.js";

const keywords: ReadonlyMap<number, string> = new Map([
  [BtfKind.STRUCT, "struct "],
  [BtfKind.UNION, "union "],
  [BtfKind.ENUM, "enum "],
  [BtfKind.ENUM64, "enum "],
]);

const typeText = (type: BtfType): string =>
  `${keywords.get(type.kind) ?? ""}${essentialName(type.name) || "without a name"}`;

/** What a relocation asks for, in the words of C: `field struct task_struct.se.vruntime`, `type struct foo`. */
export function describeAccess({ types, rootId, accesses }: CoreSpec, kind: number): string {
  const root = typeText(types.type(rootId));
  if (isEnumBased(kind)) return `value ${accesses[0]?.name} of ${root}`;
  if (!isFieldBased(kind)) return `type ${root}`;
  const steps = accesses
    .slice(1)
    .map(({ name, index }) => (name === undefined ? `[${index}]` : `.${name}`))
    .join("");
  return `field ${root}${steps}`;
}
