import { codecOf } from "../codec/codec.js";
import { checkLayout } from "../layout/check.js";
import { type ArrayLayout, type LayoutField, type StructLayout, sizeOfLayout } from "../layout/layout.js";
import { LiveElements } from "./live-elements.js";
import type { LiveMemory } from "./live-memory.js";
import { type Accessor, withAccessors } from "./named-accessors.js";

/** Variables whose types the program does not state. */
// biome-ignore lint/suspicious/noExplicitAny: known when the program runs
export type AnyVariables = Record<string, any>;

/** The integers and floats among variables, as numbers. */
export type NumberVariables<T> = {
  readonly [Name in keyof T as T[Name] extends number | bigint ? Name : never]: number;
};

/** What an array variable has as elements. */
type ElementOf<A> = A extends readonly (infer Element)[] ? Element : unknown;

/**
 * The variables of an object's data section, in the memory that its programs use: reading or writing one is no system
 * call. A variable of 1, 2, 4 or 8 bytes is read and written in one piece where C aligns it; a larger one word by word.
 *
 * Everything throws {@link MapError} ERR_MAP_CLOSED once this was closed.
 */
export class LiveVariables<T extends object = AnyVariables> implements Disposable {
  /**
   * The variables by name. Assigning to one stores it: its value as a whole, since what was read of a struct or array is
   * a copy. Throws {@link MapError} ERR_MAP_READ_ONLY (`const volatile` ones, in `.rodata`), ValueError, and as every
   * module does a TypeError for a name that there is not.
   */
  readonly variables: T;
  /**
   * The variables that are integers or floats, as numbers: those of 64 bits without making a bigint. Throws a RangeError
   * (ERR_OUT_OF_RANGE) for one beyond 2^53 - 1.
   */
  readonly numbers: NumberVariables<T>;
  /** How the section lies: a field for each variable. */
  readonly layout: StructLayout;
  readonly #memory: LiveMemory;
  readonly #fields = new Map<string, LayoutField>();
  readonly #single = new Map<string, LiveElements>();

  /** @throws LayoutError where fields share a name, overlap, or reach outside */
  constructor(memory: LiveMemory, layout: StructLayout) {
    checkLayout(layout);
    this.layout = layout;
    this.#memory = memory;
    const values = new Map<string, Accessor>();
    const numbers = new Map<string, Accessor>();
    for (const field of layout.fields) {
      if (field.kernelOwned) continue;
      const { name } = field;
      const { kind } = field.layout;
      const cell = new LiveElements(this.#extent(field, 1), codecOf(field.layout), name);
      const { get, getNumber, set } = cell;
      this.#fields.set(name, field);
      this.#single.set(name, cell);
      values.set(name, { get: () => get(0), set: (value) => set(0, value) });
      if (kind === "integer" || kind === "float")
        numbers.set(name, { get: () => getNumber(0), set: undefined });
    }
    this.variables = withAccessors(values) as T;
    this.numbers = withAccessors(numbers) as NumberVariables<T>;
  }

  /** The name of the map. */
  get map(): string {
    return this.#memory.owner.map;
  }

  /** The variables' names, by rising place in the section. */
  get names(): string[] {
    return [...this.#fields.keys()];
  }

  /** False for `.rodata` and other frozen maps, and for maps that were opened read-only. */
  get writable(): boolean {
    return this.#memory.writable;
  }

  /** True after {@link close}. */
  get closed(): boolean {
    return this.#memory.closed;
  }

  /**
   * The elements of a variable that is an array, each read and written by itself. They are closed with this object.
   * @throws RangeError (ERR_INVALID_ARG_VALUE) where no array has that name
   */
  elements<Name extends keyof T & string>(name: Name): LiveElements<ElementOf<T[Name]>> {
    const field = this.#fields.get(name);
    if (field?.layout.kind !== "array")
      throw unknownName(`${this.map} has no array variable ${JSON.stringify(name)}`);
    const { element, length } = field.layout as ArrayLayout;
    return new LiveElements(this.#extent(field, length, sizeOfLayout(element)), codecOf(element), name);
  }

  /**
   * Adds to an integer variable of 4 or 8 bytes as one step: see {@link LiveElements.add}.
   * @returns what was there before
   * @throws RangeError (ERR_INVALID_ARG_VALUE) where no variable has that name
   */
  add<Name extends keyof T & string>(name: Name, amount: number | bigint): T[Name] {
    const cell = this.#single.get(name);
    if (cell === undefined) throw unknownName(`${this.map} has no variable ${JSON.stringify(name)}`);
    return cell.add(0, amount) as T[Name];
  }

  /** Detaches the memory: whoever reads or writes a variable gets an error from then on. */
  close(): void {
    this.#memory.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #extent({ offset }: LayoutField, length: number, stride = 0) {
    return { memory: this.#memory, base: offset, stride, length };
  }
}

function unknownName(text: string): RangeError {
  return Object.assign(new RangeError(text), { code: "ERR_INVALID_ARG_VALUE" });
}
