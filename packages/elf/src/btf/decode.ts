import { BtfKind } from "../generated/btf-kind.js";
import { headWords, isFlagged, kindOf, lengthOf } from "./kind-lengths.js";
import { malformedBtf } from "./malformed.js";
import type { StringTable } from "./string-table.js";
import type { TypeStarts } from "./type-starts.js";
import type { BtfLinkage, BtfMember, BtfModifier, BtfType } from "./types.js";

/** Where the types of one BTF come from. */
export interface DecodeSource {
  readonly types: TypeStarts;
  readonly words: Uint32Array;
  readonly strings: StringTable;
}

/** Decodes the type of that id and name that begins at word `at`. */
type Decoder = (source: DecodeSource, id: number, name: string, at: number) => BtfType;

const linkages: readonly BtfLinkage[] = ["static", "global", "extern"];

/**
 * Decodes the type that begins at word `at`. Its words are known to lie inside the section.
 * Layouts: Documentation/bpf/btf.rst and linux/btf.h.
 * @throws ParseError ERR_BTF_MALFORMED for a name outside the strings or a linkage that nobody knows.
 */
export function decodeType(source: DecodeSource, id: number, at: number): BtfType {
  const { words, strings } = source;
  const kind = kindOf(words[at + 1]!);
  const name = strings.at(words[at]!);
  const decoder = decoders[kind];
  if (decoder !== undefined) return decoder(source, id, name, at);
  return { id, kind: -1, name, unknownKind: kind, words: source.types.slice(at) };
}

/** By kind: a lookup, where a switch would compare kind after kind. */
const decoders: { readonly [kind: number]: Decoder | undefined } = {
  [BtfKind.INT]({ words }, id, name, at) {
    const encoding = words[at + headWords]!;
    return {
      id,
      kind: BtfKind.INT,
      name,
      size: words[at + 2]!,
      bits: encoding & 0xff,
      bitOffset: (encoding >>> 16) & 0xff,
      signed: (encoding & 0x1000000) !== 0,
      char: (encoding & 0x2000000) !== 0,
      bool: (encoding & 0x4000000) !== 0,
    };
  },
  [BtfKind.PTR]: ({ words }, id, name, at) => ({ id, kind: BtfKind.PTR, name, type: words[at + 2]! }),
  [BtfKind.ARRAY]({ words }, id, name, at) {
    const tail = at + headWords;
    const [type, indexType, length] = [words[tail]!, words[tail + 1]!, words[tail + 2]!];
    return { id, kind: BtfKind.ARRAY, name, type, indexType, length };
  },
  [BtfKind.STRUCT](source, id, name, at) {
    return { id, kind: BtfKind.STRUCT, name, size: source.words[at + 2]!, members: members(source, at) };
  },
  [BtfKind.UNION](source, id, name, at) {
    return { id, kind: BtfKind.UNION, name, size: source.words[at + 2]!, members: members(source, at) };
  },
  [BtfKind.ENUM]({ words, strings }, id, name, at) {
    const signed = isFlagged(words[at + 1]!);
    const values = list(words, at, 2, (i) => {
      const raw = words[i + 1]!;
      return { name: strings.at(words[i]!), value: signed ? raw | 0 : raw };
    });
    return { id, kind: BtfKind.ENUM, name, size: words[at + 2]!, signed, values };
  },
  [BtfKind.ENUM64]({ words, strings }, id, name, at) {
    const signed = isFlagged(words[at + 1]!);
    const values = list(words, at, 3, (i) => {
      const raw = (BigInt(words[i + 2]!) << 32n) | BigInt(words[i + 1]!);
      return { name: strings.at(words[i]!), value: signed ? BigInt.asIntN(64, raw) : raw };
    });
    return { id, kind: BtfKind.ENUM64, name, size: words[at + 2]!, signed, values };
  },
  [BtfKind.FWD]({ words }, id, name, at) {
    return { id, kind: BtfKind.FWD, name, of: isFlagged(words[at + 1]!) ? "union" : "struct" };
  },
  [BtfKind.TYPEDEF]: ({ words }, id, name, at) => ({ id, kind: BtfKind.TYPEDEF, name, type: words[at + 2]! }),
  [BtfKind.VOLATILE]: modifier(BtfKind.VOLATILE),
  [BtfKind.CONST]: modifier(BtfKind.CONST),
  [BtfKind.RESTRICT]: modifier(BtfKind.RESTRICT),
  [BtfKind.TYPE_TAG]({ words }, id, name, at) {
    const attribute = isFlagged(words[at + 1]!);
    return { id, kind: BtfKind.TYPE_TAG, name, type: words[at + 2]!, attribute };
  },
  [BtfKind.DECL_TAG]({ words }, id, name, at) {
    const attribute = isFlagged(words[at + 1]!);
    const component = words[at + headWords]! | 0;
    return { id, kind: BtfKind.DECL_TAG, name, type: words[at + 2]!, component, attribute };
  },
  [BtfKind.FUNC](source, id, name, at) {
    const linkage = linkageOf(source, id, at, lengthOf(source.words[at + 1]!));
    return { id, kind: BtfKind.FUNC, name, type: source.words[at + 2]!, linkage };
  },
  [BtfKind.FUNC_PROTO]({ words, strings }, id, name, at) {
    const parameters = list(words, at, 2, (i) => ({ name: strings.at(words[i]!), type: words[i + 1]! }));
    return { id, kind: BtfKind.FUNC_PROTO, name, returnType: words[at + 2]!, parameters };
  },
  [BtfKind.VAR](source, id, name, at) {
    const linkage = linkageOf(source, id, at, source.words[at + headWords]!);
    return { id, kind: BtfKind.VAR, name, type: source.words[at + 2]!, linkage };
  },
  [BtfKind.DATASEC]({ words }, id, name, at) {
    const variables = list(words, at, 3, (i) => ({
      type: words[i]!,
      offset: words[i + 1]!,
      size: words[i + 2]!,
    }));
    return { id, kind: BtfKind.DATASEC, name, size: words[at + 2]!, variables };
  },
  [BtfKind.FLOAT]: ({ words }, id, name, at) => ({ id, kind: BtfKind.FLOAT, name, size: words[at + 2]! }),
};

function modifier<Kind extends BtfModifier["kind"]>(kind: Kind): Decoder {
  return ({ words }, id, name, at) => ({ id, kind, name, type: words[at + 2]! });
}

/** With kind_flag an offset holds a bit field's width in its highest byte. */
function members({ words, strings }: DecodeSource, at: number): BtfMember[] {
  const flag = isFlagged(words[at + 1]!);
  return list(words, at, 3, (i) => {
    const offset = words[i + 2]!;
    return {
      name: strings.at(words[i]!),
      type: words[i + 1]!,
      bitOffset: flag ? offset & 0xffffff : offset,
      bitfieldSize: flag ? offset >>> 24 : 0,
    };
  });
}

/** The elements of the type that begins at word `at`, each read from the word at which it begins. */
function list<T>(words: Uint32Array, at: number, size: number, element: (at: number) => T): T[] {
  const elements: T[] = [];
  const end = at + headWords + lengthOf(words[at + 1]!) * size;
  for (let i = at + headWords; i < end; i += size) elements.push(element(i));
  return elements;
}

function linkageOf({ types }: DecodeSource, id: number, at: number, value: number): BtfLinkage {
  const known = linkages[value];
  if (known !== undefined) return known;
  throw malformedBtf(`type ${id} has unknown linkage ${value}`, types.place + at * 4);
}
