import { type Btf, BtfKind, type BtfType } from "@bpf/elf";
import { LayoutError } from "../errors.js";

/** Longest chain of typedefs and the like; the kernel's limit (MAX_RESOLVE_DEPTH). */
const maxChain = 32;

/**
 * The types of one BTF, each decoded once: a struct of 65,535 members that is named 65,535 times would take
 * minutes otherwise.
 */
export class BtfTypes {
  readonly #btf: Btf;
  readonly #decoded = new Map<number, BtfType>();

  constructor(btf: Btf) {
    this.#btf = btf;
  }

  /** @throws ParseError where there is no such type, or it cannot be read. */
  type(id: number): BtfType {
    const known = this.#decoded.get(id);
    if (known !== undefined) return known;
    const type = this.#btf.type(id);
    this.#decoded.set(id, type);
    return type;
  }

  /**
   * The type behind typedefs, modifiers, tags and variables, and the name of the innermost typedef. @throws
   * LayoutError
   */
  resolve(id: number): { type: BtfType; typedef: string } {
    let type = this.type(id);
    let typedef = "";
    for (let length = 0; length <= maxChain; length++) {
      switch (type.kind) {
        case BtfKind.TYPEDEF:
          typedef = type.name;
          break;
        case BtfKind.CONST:
        case BtfKind.VOLATILE:
        case BtfKind.RESTRICT:
        case BtfKind.TYPE_TAG:
        case BtfKind.VAR:
          break;
        default:
          return { type, typedef };
      }
      type = this.type(type.type);
    }
    throw new LayoutError(`type ${id}`, `a chain of over ${maxChain} typedefs`);
  }
}
