import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";

/** struct event of testdata/ring-producer.bpf.c, which `words` numbers follow. */
export interface Event {
  sequence: bigint;
  words: number;
  way: "OUTPUT" | "SUBMIT";
}

/** The types of the program that produces. */
export const { btf } = parseObject(
  readFileSync(new URL("../../../../testdata/objects/le/ring-producer.o", import.meta.url)),
);
