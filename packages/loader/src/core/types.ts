import { type Btf, BtfKind, type BtfStruct, type BtfType, type BtfUnion } from "@bpf/elf";

/** Types of one BTF, each decoded once: relocations come back to the same few, some of them with hundreds of members. */
export class Types {
  readonly btf: Btf;
  readonly #decoded = new Map<number, BtfType>();

  private constructor(btf: Btf) {
    this.btf = btf;
  }

  static readonly #known = new WeakMap<Btf, Types>();

  static of(btf: Btf): Types {
    let types = Types.#known.get(btf);
    if (types === undefined) {
      types = new Types(btf);
      Types.#known.set(btf, types);
    }
    return types;
  }

  /** @throws ParseError ERR_BTF_MALFORMED, as all of it */
  type(id: number): BtfType {
    let type = this.#decoded.get(id);
    if (type === undefined) {
      type = this.btf.type(id);
      this.#decoded.set(id, type);
    }
    return type;
  }

  /** Behind typedefs, const, volatile, restrict and type tags. */
  resolved(id: number): BtfType {
    const type = this.type(id);
    switch (type.kind) {
      case BtfKind.TYPEDEF:
      case BtfKind.CONST:
      case BtfKind.VOLATILE:
      case BtfKind.RESTRICT:
      case BtfKind.TYPE_TAG:
        // The whole chain, whose length is bounded there.
        return this.type(this.btf.resolve(id).id);
      default:
        return type;
    }
  }

  /** Bytes. */
  sizeOf(id: number): number {
    return this.btf.sizeOf(id);
  }
}

export const isComposite = (type: BtfType): type is BtfStruct | BtfUnion =>
  type.kind === BtfKind.STRUCT || type.kind === BtfKind.UNION;

export const isEnum = (type: BtfType): type is Extract<BtfType, { kind: 6 | 19 }> =>
  type.kind === BtfKind.ENUM || type.kind === BtfKind.ENUM64;

/** Whether a type of one kind may stand for one of the other. */
export const kindsFit = (a: BtfType, b: BtfType): boolean => a.kind === b.kind || (isEnum(a) && isEnum(b));
