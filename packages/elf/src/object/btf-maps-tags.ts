import type { Btf } from "../btf/btf.js";
import { BtfKind } from "../generated/btf-kind.js";

const noTags: readonly string[] = Object.freeze([]);

/** Declaration tags of an object, by the id of the type that carries them. */
export class DeclarationTags {
  readonly #btf: Btf;
  readonly #tags = new Map<number, string[]>();

  constructor(btf: Btf) {
    this.#btf = btf;
    for (const id of btf.idsOf(BtfKind.DECL_TAG)) {
      const tag = btf.type(id);
      if (tag.kind !== BtfKind.DECL_TAG || tag.component !== -1) continue;
      const tags = this.#tags.get(tag.type);
      if (tags === undefined) this.#tags.set(tag.type, [tag.name]);
      else tags.push(tag.name);
    }
  }

  /**
   * Tags of a variable, then those of the typedefs around its struct, then the struct's.
   * @param id The variable's, of which it is known that {@link Btf.resolve} gets through its type.
   */
  of(id: number): readonly string[] {
    if (this.#tags.size === 0) return noTags;
    const tags: string[] = [];
    for (let next = id; ; ) {
      tags.push(...(this.#tags.get(next) ?? []));
      const type = this.#btf.type(next);
      if (type.kind === BtfKind.STRUCT || !("type" in type)) return tags;
      next = type.type;
    }
  }
}
