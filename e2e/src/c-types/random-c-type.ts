import type { Random } from "../random.js";
import type { CAggregate, CField, CScalar, CType } from "./c-type.js";
import { integers, scalars } from "./scalars.js";

/** Structs and unions with everything that C lets in them; the tags of one instance differ. */
export class RandomCTypes {
  readonly #random: Random;
  #tags = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** @param depth of structs, unions and arrays inside each other */
  aggregate(
    depth: number,
    kind: CAggregate["kind"] = "struct",
    tag = `t${this.#tags++}`,
    prefix = "f",
  ): CAggregate {
    const packed = this.#random.below(3) === 0;
    const fields = Array.from({ length: 1 + this.#random.below(7) }, (_, i) =>
      this.#field(`${prefix}${i}`, depth, kind),
    );
    const attribute = packed
      ? "__attribute__((packed))"
      : this.#random.below(8) === 0
        ? "__attribute__((aligned(16)))"
        : "";
    // A tag of its own, or names would be met twice.
    return { kind, tag, fields: [...fields, { name: `${prefix}_end`, type: this.#of(scalars) }], attribute };
  }

  #field(name: string, depth: number, kind: CAggregate["kind"]): CField {
    const choice = this.#random.below(10);
    if (choice < 3) return this.#bitField(name);
    if (choice === 3 && kind === "struct")
      return { name: "", type: this.#of(integers.slice(0, 6)), bits: this.#random.below(4) };
    if (choice === 4 && depth > 0) {
      const inner = this.#random.below(2) === 0 ? "struct" : "union";
      return { name: "", type: this.aggregate(depth - 1, inner, "", `${name}_`) };
    }
    return { name, type: this.#type(depth) };
  }

  #bitField(name: string): CField {
    const type: CScalar = this.#of(integers);
    return { name, type, bits: 1 + this.#random.below(type.bits) };
  }

  #type(depth: number): CType {
    const choice = this.#random.below(8);
    if (choice === 0) return { kind: "string", size: this.#of([1, 3, 16]) };
    if (choice === 1 && depth > 0) return this.#array(depth);
    if (choice === 2 && depth > 0)
      return this.aggregate(depth - 1, this.#random.below(3) === 0 ? "union" : "struct");
    return this.#of(scalars);
  }

  #array(depth: number): CType {
    const element = this.#type(depth - 1);
    const length = this.#random.below(4);
    // char[3], whatever it is meant for, is text.
    return element.kind === "scalar" && element.form === "char"
      ? { kind: "string", size: length }
      : { kind: "array", element, length };
  }

  #of<T>(choices: readonly T[]): T {
    return choices[this.#random.below(choices.length)]!;
  }
}
