import type { JsonValue } from "@bpf/maps";
import type { KeyedJson } from "../map/kinds.js";
import type { NumberField } from "./number-fields.js";

/** Elements that are followed; of a map with more, those that are met first. */
export const mostElements = 10_000;

/** An element as one look found it. */
export interface WatchedElement {
  readonly key: JsonValue;
  readonly value: JsonValue;
  /** The numbers in it, in the order of the fields; undefined for one that the value does not have. */
  readonly numbers: readonly (number | bigint | undefined)[];
  /** How much each has grown a second since the last look; undefined in the first. */
  readonly rates: readonly (number | undefined)[] | undefined;
  /** Whether it is new, or its value another, since the last look. */
  readonly changed: boolean;
}

/** What one look at a map found. */
export interface Look {
  readonly elements: readonly WatchedElement[];
  /** Keys that the last look found, and this one did not. */
  readonly gone: readonly JsonValue[];
  /** Whether the map has more elements than are followed. */
  readonly more: boolean;
}

interface Remembered {
  readonly key: JsonValue;
  readonly text: string;
  readonly numbers: WatchedElement["numbers"];
}

function rate(now: number | bigint | undefined, before: number | bigint | undefined, seconds: number) {
  if (now === undefined || before === undefined) return undefined;
  const grown =
    typeof now === "bigint" && typeof before === "bigint"
      ? Number(now - before)
      : Number(now) - Number(before);
  return grown / seconds;
}

/** Looks at a map again and again, and knows what the last look found. */
export class Watcher {
  readonly #map: KeyedJson;
  readonly #fields: readonly NumberField[];
  #last: ReadonlyMap<string, Remembered> | undefined;
  #lastTime = 0;

  constructor(map: KeyedJson, fields: readonly NumberField[]) {
    this.#map = map;
    this.#fields = fields;
  }

  /** @param now milliseconds on any clock that goes evenly */
  look(now: number): Look {
    const seconds = (now - this.#lastTime) / 1000;
    const found = new Map<string, Remembered>();
    const elements: WatchedElement[] = [];
    let more = false;
    for (const [key, value] of this.#map.entries()) {
      if (found.size === mostElements) {
        more = true;
        break;
      }
      const id = JSON.stringify(key);
      const text = JSON.stringify(value);
      const numbers = this.#fields.map(({ read }) => read(value));
      const before = this.#last?.get(id);
      found.set(id, { key, text, numbers });
      elements.push({
        key,
        value,
        numbers,
        rates: before && numbers.map((number, at) => rate(number, before.numbers[at], seconds)),
        changed: before === undefined || before.text !== text,
      });
    }
    const gone = [...(this.#last ?? [])].flatMap(([id, { key }]) => (found.has(id) ? [] : [key]));
    this.#last = found;
    this.#lastTime = now;
    // Of a map with more elements, those that are not met this time need not be gone.
    return { elements, gone: more ? [] : gone, more };
  }
}
