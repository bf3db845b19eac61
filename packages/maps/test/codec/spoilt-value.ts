import type { Random } from "../random.js";

const oddities: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1,
  255,
  256,
  65_536,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 63),
  1.5,
  Number.NaN,
  -0,
  1e39,
  0n,
  -1n,
  2n ** 63n,
  2n ** 64n,
  2n ** 128n,
  "",
  "a",
  "NAME_1",
  "ä",
  "\0",
  "\ud800",
  "\udcff",
  "hex:00",
  "1",
  [],
  {},
  [1],
  new Uint8Array(5),
  Buffer.from("hello"),
  new Map(),
  () => 1,
  Symbol("s"),
];

/** A copy of a value with one part replaced, taken away or added: some still fit. */
export function spoilt(value: unknown, random: Random): unknown {
  if (random.below(4) === 0 || typeof value !== "object" || value === null) return random.of(oddities);
  if (value instanceof Uint8Array) return random.below(2) ? value.subarray(1) : random.of(oddities);
  if (Array.isArray(value)) return spoiltArray(value, random);
  const names = Object.keys(value);
  const copy = Object.create(random.below(8) === 0 ? null : Object.prototype);
  for (const name of names) define(copy, name, (value as Record<string, unknown>)[name]);
  const name = names.length > 0 ? random.of(names) : "none";
  switch (random.below(5)) {
    case 0:
      delete copy[name];
      break;
    case 1:
      define(copy, random.of(["unknown", "__proto__", "constructor", "7"]), random.of(oddities));
      break;
    default:
      define(copy, name, spoilt((value as Record<string, unknown>)[name], random));
  }
  return copy;
}

function spoiltArray(values: readonly unknown[], random: Random): unknown[] {
  const copy = [...values];
  const at = random.below(copy.length + 1);
  if (random.below(3) === 0)
    copy.splice(at, random.below(2), ...(random.below(2) ? [random.of(oddities)] : []));
  else if (at < copy.length) copy[at] = spoilt(copy[at], random);
  return copy;
}

function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
