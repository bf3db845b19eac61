import { createHash } from "node:crypto";
import type { ObjectSpec } from "@bpf/elf";

const known = new WeakMap<ObjectSpec, string>();

/** OBJECT of object-scoped pins: sha1 of the ELF file in hex, as tc names them. */
export function objectHash(object: ObjectSpec): string {
  let hash = known.get(object);
  if (hash === undefined) {
    hash = createHash("sha1").update(object.bytes).digest("hex");
    known.set(object, hash);
  }
  return hash;
}
