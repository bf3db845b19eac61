import { readFileSync } from "node:fs";
import { type ObjectSpec, parseObject } from "@bpf/elf";

/** One of the committed test objects. */
export function testObject(name: string, order: "le" | "be" = "le"): ObjectSpec {
  const file = new URL(`../../../../testdata/objects/${order}/${name}.o`, import.meta.url);
  return parseObject(readFileSync(file), { name });
}
