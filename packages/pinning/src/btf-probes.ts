import type { Kernel } from "./kernel.js";
import { errnoOf } from "./system-error.js";

/** What a kernel may lack in BTF, from new to old: each is proved by a few types of our own. */
export const probedFeatures = [
  "sectionNames", // 6.11
  "enum64", // 6.0
  "typeTag", // 5.17
  "declTag", // 5.16
  "float", // 5.13
  "globalFunction", // 5.6
  "datasec", // 5.2
  "function", // 5.0
] as const;

export type ProbedFeature = (typeof probedFeatures)[number];

/** Offsets of names in {@link strings}. */
const [INT, NAME, PLAIN, ODD] = [1, 5, 7, 13] as const;
const strings = "\0int\0a\0.data\0.d/a\0";

/** `info` of struct btf_type: kind, number of members. */
const info = (kind: number, count = 0): number => (kind << 24) | count;

const int = [INT, info(1), 4, 32];
const variable = [NAME, info(14), 1, 1];
const section = (name: number): number[] => [name, info(15, 1), 4, 2, 0, 4];
const prototype = [0, info(13), 0];

/** Types, one after the other; ids count from 1. */
const types: Readonly<Record<ProbedFeature, readonly number[]>> = {
  sectionNames: [...int, ...variable, ...section(ODD)],
  enum64: [NAME, info(19, 1), 8, INT, 0, 1],
  typeTag: [...int, NAME, info(18), 1, 0, info(2), 2],
  declTag: [...int, ...variable, NAME, info(17), 2, 0xffff_ffff],
  float: [NAME, info(16), 4],
  globalFunction: [...prototype, NAME, info(12, 1), 1],
  datasec: [...int, ...variable, ...section(PLAIN)],
  function: [...prototype, NAME, info(12, 0), 1],
};

/** A whole BTF object: struct btf_header of 24 bytes, types, strings; in this machine's byte order. */
function btfOf(words: readonly number[]): Uint8Array {
  const typesLength = words.length * 4;
  const text = Buffer.from(strings, "latin1");
  const bytes = new Uint8Array(24 + typesLength + text.length);
  new Uint16Array(bytes.buffer, 0, 1)[0] = 0xeb9f;
  bytes[2] = 1;
  new Uint32Array(bytes.buffer, 4, 5).set([24, 0, typesLength, typesLength, text.length]);
  new Uint32Array(bytes.buffer, 24, words.length).set(words);
  bytes.set(text, 24 + typesLength);
  return bytes;
}

const known = new WeakMap<Kernel, ReadonlySet<ProbedFeature>>();

const nothing: ReadonlySet<ProbedFeature> = new Set();

/** What the kernel is known to lack; nothing, while it was not asked. */
export const knownLack = (kernel: Kernel): ReadonlySet<ProbedFeature> => known.get(kernel) ?? nothing;

/**
 * The features that a kernel lacks, asked once: by small BTF objects, so that no object of somebody's, which may be
 * refused for a fault of its own, decides what later ones get.
 */
export function lackingFeatures(kernel: Kernel): ReadonlySet<ProbedFeature> {
  let lacking = known.get(kernel);
  if (lacking === undefined) {
    lacking = new Set(probedFeatures.filter((feature) => !takes(kernel, types[feature])));
    known.set(kernel, lacking);
  }
  return lacking;
}

/** What fails for another reason than the types (no memory, no privilege) proves nothing: it counts as there. */
function takes(kernel: Kernel, words: readonly number[]): boolean {
  try {
    kernel.btfLoad(btfOf(words), { log: false }).close();
    return true;
  } catch (error) {
    return errnoOf(error) !== "EINVAL";
  }
}
