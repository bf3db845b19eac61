import { BtfKind } from "../generated/btf-kind.js";
import { malformedBtf } from "./malformed.js";
import type { StringTable } from "./string-table.js";
import { headWords, kindOf, lengthOf } from "./type-offsets.js";
import type { BtfLinkage, BtfMember, BtfType } from "./types.js";

/** Where a type lies: `at` and `end` in words of the type section, `place` the section's first byte in the BTF. */
export interface TypePlace {
  readonly id: number;
  readonly at: number;
  readonly end: number;
  readonly place: number;
}

const linkages: readonly BtfLinkage[] = ["static", "global", "extern"];

/**
 * Decodes one type, whose words are known to lie inside the section.
 * Layouts: Documentation/bpf/btf.rst and linux/btf.h.
 * @throws ParseError ERR_BTF_MALFORMED for a name outside the strings or a linkage that nobody knows.
 */
export function decodeType(words: Uint32Array, strings: StringTable, type: TypePlace): BtfType {
  const { id, at } = type;
  const info = words[at + 1]!;
  const kind = kindOf(info);
  const length = lengthOf(info);
  const flag = info >>> 31 === 1;
  const name = strings.at(words[at]!);
  /** btf_type's union of size and type. */
  const value = words[at + 2]!;
  const tail = at + headWords;
  switch (kind) {
    case BtfKind.INT: {
      const encoding = words[tail]!;
      return {
        id,
        kind,
        name,
        size: value,
        bits: encoding & 0xff,
        bitOffset: (encoding >>> 16) & 0xff,
        signed: (encoding & 0x1000000) !== 0,
        char: (encoding & 0x2000000) !== 0,
        bool: (encoding & 0x4000000) !== 0,
      };
    }
    case BtfKind.ARRAY:
      return { id, kind, name, type: words[tail]!, indexType: words[tail + 1]!, length: words[tail + 2]! };
    case BtfKind.STRUCT:
    case BtfKind.UNION:
      return { id, kind, name, size: value, members: members(words, strings, tail, length, flag) };
    case BtfKind.ENUM: {
      const values = list(length, (i) => {
        const raw = words[tail + i * 2 + 1]!;
        return { name: strings.at(words[tail + i * 2]!), value: flag ? raw | 0 : raw };
      });
      return { id, kind, name, size: value, signed: flag, values };
    }
    case BtfKind.ENUM64: {
      const values = list(length, (i) => {
        const raw = (BigInt(words[tail + i * 3 + 2]!) << 32n) | BigInt(words[tail + i * 3 + 1]!);
        return { name: strings.at(words[tail + i * 3]!), value: flag ? BigInt.asIntN(64, raw) : raw };
      });
      return { id, kind, name, size: value, signed: flag, values };
    }
    case BtfKind.FWD:
      return { id, kind, name, of: flag ? "union" : "struct" };
    case BtfKind.PTR:
    case BtfKind.TYPEDEF:
    case BtfKind.VOLATILE:
    case BtfKind.CONST:
    case BtfKind.RESTRICT:
      return { id, kind, name, type: value };
    case BtfKind.TYPE_TAG:
      return { id, kind, name, type: value, attribute: flag };
    case BtfKind.DECL_TAG:
      return { id, kind, name, type: value, component: words[tail]! | 0, attribute: flag };
    case BtfKind.FUNC:
      return { id, kind, name, type: value, linkage: linkage(type, length) };
    case BtfKind.FUNC_PROTO: {
      const parameters = list(length, (i) => ({
        name: strings.at(words[tail + i * 2]!),
        type: words[tail + i * 2 + 1]!,
      }));
      return { id, kind, name, returnType: value, parameters };
    }
    case BtfKind.VAR:
      return { id, kind, name, type: value, linkage: linkage(type, words[tail]!) };
    case BtfKind.DATASEC: {
      const variables = list(length, (i) => ({
        type: words[tail + i * 3]!,
        offset: words[tail + i * 3 + 1]!,
        size: words[tail + i * 3 + 2]!,
      }));
      return { id, kind, name, size: value, variables };
    }
    case BtfKind.FLOAT:
      return { id, kind, name, size: value };
    default:
      return { id, kind: -1, name, unknownKind: kind, words: words.slice(at, type.end) };
  }
}

/** With kind_flag an offset holds a bit field's width in its highest byte. */
function members(
  words: Uint32Array,
  strings: StringTable,
  tail: number,
  length: number,
  flag: boolean,
): BtfMember[] {
  const all: BtfMember[] = [];
  for (let i = 0, at = tail; i < length; i++, at += 3) {
    const offset = words[at + 2]!;
    all.push({
      name: strings.at(words[at]!),
      type: words[at + 1]!,
      bitOffset: flag ? offset & 0xffffff : offset,
      bitfieldSize: flag ? offset >>> 24 : 0,
    });
  }
  return all;
}

function list<T>(length: number, element: (i: number) => T): T[] {
  const elements: T[] = [];
  for (let i = 0; i < length; i++) elements.push(element(i));
  return elements;
}

function linkage(type: TypePlace, value: number): BtfLinkage {
  const known = linkages[value];
  if (known !== undefined) return known;
  throw malformedBtf(`type ${type.id} has unknown linkage ${value}`, type.place + type.at * 4);
}
