import { BtfKind } from "../generated/btf-kind.js";
import type { Btf } from "./btf.js";
import { type BtfBuilder, typeInfo } from "./btf-builder.js";
import type { BtfFeatures } from "./fit-features.js";
import { identifier } from "./fit-names.js";
import type { FilledSection } from "./fit-sections.js";
import { headWords, kindOf, lengthOf } from "./kind-lengths.js";

/** The tail of an INT of 8 bits, unsigned. */
const eightBits = 8;

/**
 * Replaces a kind that the kernel lacks by one that it has, as libbpf does (libbpf.c, bpf_object__sanitize_btf): the
 * id stays, and the size where something may refer to it. Changes `words` in place.
 * @param placeholder Id of an INT of 1 byte, for what stands in for ENUM64's values.
 */
export function replaceKind(words: Uint32Array, features: BtfFeatures, placeholder: number): void {
  const info = words[1]!;
  const kind = kindOf(info);
  const length = lengthOf(info);
  const missing = (feature: boolean | undefined): boolean => feature === false;
  const become = (newKind: number, newLength = 0): void => {
    words[1] = typeInfo(newKind, newLength);
  };
  switch (kind) {
    case BtfKind.VAR:
    case BtfKind.DECL_TAG:
      if (missing(kind === BtfKind.VAR ? features.datasec : features.declTag)) {
        become(BtfKind.INT);
        // 1 byte: a variable may be smaller than an int, and its DATASEC's replacement has to hold it.
        words[2] = 1;
        words[headWords] = eightBits;
      }
      break;
    case BtfKind.FUNC_PROTO:
      if (features.func === "none") {
        become(BtfKind.ENUM, length);
        words[2] = 4;
      }
      break;
    case BtfKind.FUNC:
      if (features.func === "none") become(BtfKind.TYPEDEF);
      else if (features.func === "static") become(BtfKind.FUNC);
      break;
    case BtfKind.FLOAT:
      if (missing(features.float)) {
        words[0] = 0;
        become(BtfKind.STRUCT);
      }
      break;
    case BtfKind.TYPE_TAG:
      if (missing(features.typeTag)) {
        words[0] = 0;
        become(BtfKind.CONST);
      }
      break;
    case BtfKind.ENUM:
      if (missing(features.enum64)) become(BtfKind.ENUM, length);
      break;
    case BtfKind.ENUM64:
      if (missing(features.enum64)) {
        become(BtfKind.UNION, length);
        for (let i = 0, at = headWords; i < length; i++, at += 3) {
          words[at + 1] = placeholder;
          words[at + 2] = 0;
        }
      }
      break;
  }
}

/** A type that takes no room: what stands in for one that cannot be kept. */
export const emptyStruct: readonly number[] = [0, typeInfo(BtfKind.STRUCT), 0];

/** The words of a filled section: a DATASEC, or a STRUCT of its variables where the kernel has none. */
export function sectionWords(
  btf: Btf,
  builder: BtfBuilder,
  name: string,
  { size, variables }: FilledSection,
  features: BtfFeatures,
): number[] {
  const isStruct = features.datasec === false;
  const kind = isStruct ? BtfKind.STRUCT : BtfKind.DATASEC;
  const fitted = isStruct ? identifier(name) : features.sectionNames === false ? identifier(name, ".") : name;
  const words = [builder.addString(fitted), typeInfo(kind, variables.length), size];
  for (const { type, offset, size: bytes } of variables) {
    if (isStruct) words.push(builder.addString(identifier(variableName(btf, type))), type, offset * 8);
    else words.push(type, offset, bytes);
  }
  return words;
}

/** Ids past the object's own are those that fitting adds, which need no name. */
function variableName(btf: Btf, id: number): string {
  return id < btf.typeCount ? btf.nameOf(id) : "";
}
