import { type Btf, BtfKind } from "@bpf/elf";

/** By the keyword in front; without one, what a name is taken for first. */
const tagged: Readonly<Record<string, readonly BtfKind[]>> = {
  struct: [BtfKind.STRUCT],
  union: [BtfKind.UNION],
  enum: [BtfKind.ENUM, BtfKind.ENUM64],
};
const untagged = [
  BtfKind.TYPEDEF,
  BtfKind.STRUCT,
  BtfKind.UNION,
  BtfKind.ENUM,
  BtfKind.ENUM64,
  BtfKind.INT,
  BtfKind.FLOAT,
];

/**
 * The id of the type that C calls `struct event`, `enum state`, `event` (a typedef, else a tag) or `unsigned
 * int`.
 */
export function typeIdByName(btf: Btf, name: string): number | undefined {
  const [, tag = "", tagName = ""] = /^(struct|union|enum)\s+(\S+)$/.exec(name.trim()) ?? [];
  const wanted = tag === "" ? name.trim() : tagName;
  for (const kind of tagged[tag] ?? untagged) {
    const id = btf.findId(wanted, kind);
    if (id !== undefined) return id;
  }
  return undefined;
}
