import { isDeepStrictEqual } from "node:util";
import { type ByteView, byteView } from "./byte-view.js";
import { listed } from "./listed.js";
import { Misfit } from "./misfit.js";
import type { Part, Properties } from "./part.js";

export interface UnionMember {
  readonly part: Part;
  /** Which of the union's bits it tells, the surest first; see told-bits.ts. */
  readonly toldBits: () => readonly Uint8Array[];
}

/**
 * The members of a union. One has to be given, or several that agree: together they are written, and each
 * must then read back as it was given. So an object that was read can be written again.
 */
export class UnionPart implements Part {
  readonly names: readonly string[];
  readonly #members: readonly UnionMember[];
  readonly #offset: number;
  readonly #size: number;

  constructor(members: readonly UnionMember[], { offset, size }: { offset: number; size: number }) {
    this.names = members.flatMap(({ part }) => part.names);
    this.#members = members;
    this.#offset = offset;
    this.#size = size;
  }

  readInto(properties: Properties, from: ByteView, at: number): void {
    for (const { part } of this.#members) part.readInto(properties, from, at + this.#offset);
  }

  isGiven(properties: Properties): boolean {
    return this.#members.some(({ part }) => part.isGiven(properties));
  }

  writeFrom(properties: Properties, to: ByteView, at: number): void {
    const given = this.#members.filter(({ part }) => part.isGiven(properties));
    if (given.length === 0 && this.#size > 0 && this.names.length > 0)
      throw new Misfit(`expected one of ${listed(this.names)}`);
    if (given.length === 1) given[0]!.part.writeFrom(properties, to, at + this.#offset);
    if (given.length > 1) this.#writeTogether(given, properties, to, at + this.#offset);
  }

  #writeTogether(given: readonly UnionMember[], properties: Properties, to: ByteView, at: number): void {
    const alone = given.map(({ part }) => this.#alone(part, properties));
    to.u8.set(merged(alone, given, this.#size), at);
    if (given.every(({ part }, i) => readsAs(part, alone[i]!, to, at))) return;
    const names = listed(given.flatMap(({ part }) => part.names));
    throw new Misfit(`${names} share memory and do not agree: give one`);
  }

  /** The bytes as if no other member had been given. */
  #alone(part: Part, properties: Properties): ByteView {
    const scratch = byteView(new Uint8Array(this.#size));
    part.writeFrom(properties, scratch, 0);
    return scratch;
  }
}

/** Each bit from the members that are surest of it. Members that contradict each other then read wrong. */
function merged(alone: readonly ByteView[], given: readonly UnionMember[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  const masks = given.map((member) => member.toldBits());
  const levels = masks[0]!.length;
  for (let i = 0; i < size; i++) {
    let open = 0xff;
    for (let level = 0; level <= levels && open !== 0; level++) {
      let told = 0;
      for (const [n, { u8 }] of alone.entries()) {
        const mask = (masks[n]![level]?.[i] ?? 0xff) & open;
        told |= mask;
        bytes[i]! |= u8[i]! & mask;
      }
      open &= ~told;
    }
  }
  return bytes;
}

/** Whether a member reads the same in `other`, from `at` on, as in what was written for it alone. */
function readsAs(part: Part, alone: ByteView, other: ByteView, at: number): boolean {
  const [wanted, found]: [Properties, Properties] = [{}, {}];
  part.readInto(wanted, alone, 0);
  part.readInto(found, other, at);
  return isDeepStrictEqual(wanted, found);
}
