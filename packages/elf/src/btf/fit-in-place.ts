import { BtfKind } from "../generated/btf-kind.js";
import { type Btf, decodeSourceOf } from "./btf.js";
import type { DecodeSource } from "./decode.js";
import { elementWords, named, nameless } from "./fit-names.js";
import { externSections, type SectionFacts } from "./fit-sections.js";
import { readHeader, shortHeader } from "./header.js";
import { headWords, kindOf, lastKind, lengthOf } from "./kind-lengths.js";
import { UnfitNames } from "./unfit-names.js";

/** BTF_VAR_STATIC, and the linkage that both VAR and FUNC call extern. */
const staticLinkage = 0;
const externLinkage = 2;

/** What the head of a type of each kind must be like for the type to stay as it is. */
const headRules = { any: 0, named: 1, nameless: 2 };
const headRule = new Uint8Array(lastKind + 1);
const elementStep = new Uint8Array(lastKind + 1);
for (const kind of named) headRule[kind] = headRules.named;
for (const kind of nameless) headRule[kind] = headRules.nameless;
for (const [kind, step] of elementWords) elementStep[kind] = step;

/**
 * Fits BTF that lacks nothing but the sizes and offsets of its sections, as C's does, for a kernel that knows every
 * kind: a copy of the bytes with those filled in, several times faster than making every type anew.
 * @returns undefined where anything else has to change.
 */
export function fitInPlace(btf: Btf, facts: SectionFacts): Uint8Array | undefined {
  if (btf.base !== undefined || !isPlain(btf.bytes)) return undefined;
  const source = decodeSourceOf(btf);
  const sections = sectionsOfFitTypes(source);
  if (sections === undefined) return undefined;
  const bytes = btf.bytes.slice();
  const view = new DataView(bytes.buffer, shortHeader);
  const write = (word: number, value: number): void =>
    view.setUint32(word * 4, value, btf.byteOrder === "little");
  return sections.every((at) => fillInPlace(source, at, facts, write)) ? bytes : undefined;
}

/** A header without fields of newer kernels, the types right behind it, then the strings, then nothing. */
function isPlain(bytes: Uint8Array): boolean {
  const { types, strings } = readHeader(bytes, false);
  return types.start === shortHeader && strings.start === types.end && strings.end === bytes.length;
}

/** Words at which the DATASECs begin; undefined where another type cannot stay as it is. */
function sectionsOfFitTypes({ types, words, strings }: DecodeSource): number[] | undefined {
  const unfit = UnfitNames.of(strings.bytes);
  if (unfit === undefined) return undefined;
  const sections: number[] = [];
  for (const at of types.all()) {
    const info = words[at + 1]!;
    const kind = kindOf(info);
    if (kind > lastKind) return undefined;
    if (kind === BtfKind.DATASEC) {
      sections.push(at);
      continue;
    }
    const rule = headRule[kind];
    if (rule === headRules.named ? unfit.has(words[at]!) : rule === headRules.nameless && words[at] !== 0) {
      return undefined;
    }
    if (kind === BtfKind.VAR && words[at + headWords] === externLinkage) return undefined;
    if (kind === BtfKind.FUNC && lengthOf(info) === externLinkage) return undefined;
    const step = elementStep[kind]!;
    if (step !== 0 && unfit.hasAny(words, at + headWords, step, lengthOf(info))) return undefined;
  }
  return sections;
}

/** As fillSection does, where no variable is left out and their order stays; false otherwise. */
function fillInPlace(
  { types, words, strings }: DecodeSource,
  at: number,
  facts: SectionFacts,
  write: (word: number, value: number) => void,
): boolean {
  const name = strings.at(words[at]!);
  const length = lengthOf(words[at + 1]!);
  const known = words[at + 2]!;
  const size = known || facts.size(name);
  if (!size || length === 0 || externSections.has(name)) return false;
  write(at + 2, size);
  let least = 0;
  for (let i = 0, entry = at + headWords; i < length; i++, entry += 3) {
    const variable = types.at(words[entry]! - 1);
    if (variable === undefined || kindOf(words[variable + 1]!) !== BtfKind.VAR || words[entry + 2] === 0) {
      return false;
    }
    const isKnown = known !== 0 || words[variable + headWords] === staticLinkage;
    const offset = isKnown ? words[entry + 1]! : facts.offset(name, strings.at(words[variable]!));
    if (offset === undefined || offset < least) return false;
    least = offset;
    write(entry + 1, offset);
  }
  return true;
}
