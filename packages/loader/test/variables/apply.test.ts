import { readdirSync } from "node:fs";
import { fitBtf, type MapSpec, type ObjectSpec, parseBtf } from "@bpf/elf";
import { byteView, codecOf, layoutFromBtf, ValueError } from "@bpf/maps";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { applyVariables, variablesByMap } from "../../src/variables/apply.js";
import { objectVariables } from "../../src/variables/object-variables.js";
import { testObject } from "./object.js";

const object = testObject("typed-variables");
const mapOf = ({ maps }: ObjectSpec, section: string) =>
  [...maps.values()].find((spec) => spec.section === section)!;

/** A section's values, read by the types of the whole section: not by what is being tested. */
function values(of: ObjectSpec, section: string): Record<string, unknown> {
  const spec = mapOf(of, section);
  const codec = codecOf(layoutFromBtf(parseBtf(fitBtf(of)!), spec.valueTypeId!));
  const bytes = spec.contents ?? new Uint8Array(spec.valueSize);
  return codec.decode(byteView(bytes), 0) as Record<string, unknown>;
}

const failure = (call: () => unknown): LoadError => {
  try {
    call();
  } catch (error) {
    if (LoadError.is(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

test("constants, initialised and zeroed variables get their values, and nothing else changes", () => {
  const before = structuredClone(values(object, ".rodata"));
  const changed = applyVariables(object, {
    threshold: 5,
    greeting: "hej",
    defaults: { rate: 1, bursts: [2, 3], owner: "me", strict: 1, depth: 9 },
    lowest: -3n,
    hits: 1n << 40n,
    totals: [0, 1, 2, 3].map((i) => ({ packets: BigInt(i), bytes: 0n, delta: -i })),
    counter: 6n,
    grid: [
      [9, 8, 7],
      [6, 5, 4],
    ],
    custom: { packets: 7n, bytes: 8n, delta: 9 },
  });
  assert.equal(values(changed, ".rodata"), {
    threshold: 5,
    greeting: "hej",
    defaults: { rate: 1, bursts: [2, 3], owner: "me", strict: 1, depth: 9 },
    lowest: -3n,
  });
  const bss = values(changed, ".bss");
  assert.is(bss.hits, 1n << 40n);
  assert.equal((bss.totals as { delta: number }[])[3], { packets: 3n, bytes: 0n, delta: -3 });
  assert.is(bss.message, "");
  const untouched = values(object, ".data");
  assert.equal(values(changed, ".data"), {
    ...untouched,
    counter: 6n,
    grid: [
      [9, 8, 7],
      [6, 5, 4],
    ],
  });
  assert.equal(values(changed, ".data.custom"), { custom: { packets: 7n, bytes: 8n, delta: 9 } });
  assert.equal(values(object, ".rodata"), before, "the object given stays as it is");
  assert.is(mapOf(object, ".bss").contents, undefined);
  assert.equal([...changed.maps.keys()], [...object.maps.keys()]);
  assert.equal(changed.warnings, object.warnings);
});

test("the form of JSON takes decimal strings, numbers and hex", () => {
  const changed = applyVariables(
    object,
    { lowest: "-9007199254740993", counter: 12, threshold: 4, greeting: "hex:686579000000", inner: 3 },
    { json: true },
  );
  const constants = values(changed, ".rodata");
  assert.is(constants.lowest, -9007199254740993n);
  assert.is(constants.threshold, 4);
  assert.is(constants.greeting, "hey");
  assert.is(values(changed, ".data").counter, 12n);
  assert.is(values(changed, ".data").inner, 3, "a static variable");
});

test("without values the object itself comes back", () => {
  assert.is(applyVariables(object, {}), object);
});

test("a name that is not there is told with those near to it", () => {
  const error = failure(() => applyVariables(object, { treshold: 1 }));
  assert.is(error.code, "ERR_PROGRAM_VARIABLE");
  assert.is(error.symbol, "treshold");
  assert.is(error.message, "The object has no variable treshold. Did you mean threshold?");
  assert.is(
    failure(() => applyVariables(object, { xyz123: 1 })).message,
    "The object has no variable xyz123.",
  );
  assert.is(failure(() => applyVariables(object, { ["__proto__"]: 1 })).symbol, "__proto__");
  assert.match(failure(() => applyVariables(object, { toString: 1 })).message, /no variable toString/);
});

test("a value that does not fit is told with its place and reason", () => {
  const wrong: readonly [Record<string, unknown>, RegExp, string][] = [
    [{ threshold: -1 }, /threshold: .*-1/, "threshold"],
    [
      { defaults: { rate: 1, bursts: [2, 70000], owner: "", strict: 0, depth: 0 } },
      /70000/,
      "defaults.bursts[1]",
    ],
    [{ greeting: "far too long" }, /greeting/, "greeting"],
    [{ counter: "5" }, /counter/, "counter"],
    [{ counter: undefined }, /counter/, "counter"],
  ];
  for (const [set, message, path] of wrong) {
    const error = failure(() => applyVariables(object, set));
    assert.is(error.code, "ERR_PROGRAM_VARIABLE");
    assert.match(error.message, message);
    assert.ok(ValueError.is(error.cause));
    assert.is((error.cause as ValueError).path, path);
  }
});

test("variables are told by the map that holds them", () => {
  const found = variablesByMap(object, { threshold: 1, counter: 2n, lowest: 3n });
  assert.equal(
    [...found],
    [
      [mapOf(object, ".rodata").name, ["threshold", "lowest"]],
      [mapOf(object, ".data").name, ["counter"]],
    ],
  );
});

test("an object without BTF has no variables that could be set", () => {
  const { btf: _, ...bare } = object;
  assert.match(
    failure(() => applyVariables(bare, { threshold: 1 })).message,
    /has no BTF. Compile it with -g/,
  );
});

test("a variable that its map has no room for is none", () => {
  const short = (spec: MapSpec): MapSpec =>
    spec.section === ".rodata" ? { ...spec, valueSize: 2, contents: new Uint8Array(2) } : spec;
  const lying = { ...object, maps: new Map([...object.maps].map(([name, spec]) => [name, short(spec)])) };
  assert.match(failure(() => applyVariables(lying, { lowest: 1n })).message, /no variable lowest/);
});

test("the variables of every test object can be listed, and set to what they are", () => {
  for (const name of readdirSync(new URL("../../../../testdata/objects/le", import.meta.url))) {
    const each = testObject(name.replace(/\.o$/, ""));
    const set: Record<string, unknown> = {};
    for (const { name, map, layout, offset, size } of objectVariables(each)) {
      const { contents, valueSize } = each.maps.get(map)!;
      const bytes = (contents ?? new Uint8Array(valueSize)).slice(offset, offset + size);
      set[name] = codecOf(layout).toJson(byteView(bytes), 0);
    }
    const same = applyVariables(each, set, { json: true });
    for (const [map, { contents, valueSize }] of same.maps) {
      const before = each.maps.get(map)!.contents ?? new Uint8Array(valueSize);
      if (contents !== undefined) assert.equal(contents, before, `${name} ${map}`);
    }
  }
});

test("an object of the other byte order is refused", () => {
  const other = testObject("typed-variables", "be");
  assert.match(failure(() => applyVariables(other, { threshold: 1 })).message, /big-endian/);
});

test.run();
