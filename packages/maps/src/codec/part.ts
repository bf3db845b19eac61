import { nameStep } from "../layout/path.js";
import type { ByteView } from "./byte-view.js";
import type { Coder } from "./coder.js";
import { Misfit } from "./misfit.js";

/** The properties of a struct's or union's object. */
export type Properties = Record<string, unknown>;

/** What one field of a struct or union has to do with the properties of its object. */
export interface Part {
  /** The properties it has; several for an anonymous struct or union. */
  readonly names: readonly string[];
  readInto(properties: Properties, from: ByteView, at: number): void;
  /** Whether any of its properties is there. */
  isGiven(properties: Properties): boolean;
  /** Into bytes that are 0. @throws Misfit */
  writeFrom(properties: Properties, to: ByteView, at: number): void;
}

/** A field with a name, `offset` bytes from its object's. */
export class FieldPart implements Part {
  readonly names: readonly [string];
  readonly #coder: Coder;
  readonly #offset: number;
  readonly #optional: boolean;

  /** @param optional whether nothing is lost when it is not given: it has no bytes. */
  constructor(name: string, coder: Coder, offset: number, optional: boolean) {
    this.names = [name];
    this.#coder = coder;
    this.#offset = offset;
    this.#optional = optional;
  }

  readInto(properties: Properties, from: ByteView, at: number): void {
    setProperty(properties, this.names[0], this.#coder.read(from, at + this.#offset));
  }

  isGiven(properties: Properties): boolean {
    return propertyOf(properties, this.names[0]) !== undefined;
  }

  writeFrom(properties: Properties, to: ByteView, at: number): void {
    const value = propertyOf(properties, this.names[0]);
    if (value === undefined && this.#optional) return;
    try {
      if (value === undefined) throw new Misfit("missing");
      this.#coder.write(value, to, at + this.#offset);
    } catch (error) {
      throw error instanceof Misfit ? error.inside(nameStep(this.names[0])) : error;
    }
  }
}

/** The kernel's own: left out of what is read, ignored in what is given. */
export class KernelPart implements Part {
  readonly names: readonly string[];

  constructor(name: string) {
    this.names = name === "" ? [] : [name];
  }

  readInto(): void {}

  isGiven(): boolean {
    return false;
  }

  writeFrom(): void {}
}

/** The members of an anonymous struct. */
export class GroupPart implements Part {
  readonly names: readonly string[];
  readonly #parts: readonly Part[];
  readonly #offset: number;

  constructor(parts: readonly Part[], offset: number) {
    this.names = parts.flatMap((part) => part.names);
    this.#parts = parts;
    this.#offset = offset;
  }

  readInto(properties: Properties, from: ByteView, at: number): void {
    for (const part of this.#parts) part.readInto(properties, from, at + this.#offset);
  }

  isGiven(properties: Properties): boolean {
    return this.#parts.some((part) => part.isGiven(properties));
  }

  writeFrom(properties: Properties, to: ByteView, at: number): void {
    for (const part of this.#parts) part.writeFrom(properties, to, at + this.#offset);
  }
}

/** `object[name] = value` where __proto__ is a name like others. */
function setProperty(properties: Properties, name: string, value: unknown): void {
  if (name !== "__proto__") properties[name] = value;
  else
    Object.defineProperty(properties, name, { value, writable: true, enumerable: true, configurable: true });
}

/** `object[name]`, but nothing of what every object has. */
export function propertyOf(properties: Properties, name: string): unknown {
  return name in Object.prototype && !Object.hasOwn(properties, name) ? undefined : properties[name];
}
