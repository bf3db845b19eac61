import { readFileSync } from "node:fs";
import { MapType, parseObject } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { generateTypes } from "../../src/gen/generate-types.js";
import { untypedShape } from "../../src/gen/map-shape.js";
import { settableText } from "../../src/gen/settable-text.js";
import { diagnosticsOf } from "./compile.js";

const test = suite("the types of what may be set");

const moduleOf = (name: string): string => {
  const url = new URL(`../../../../testdata/objects/le/${name}.o`, import.meta.url);
  return generateTypes({ object: parseObject(readFileSync(url), { name }) });
};

const shape = (type: number, valueSize: number) => {
  const { untyped, ...rest } = untypedShape({ name: "m", type, keySize: 4, valueSize }, "no reason");
  return rest;
};

const usage = `
import { type FdValue, type MapOfMaps, type TypedMap, openMap } from "@bpf/maps";
import { openDevmap } from "./devmap.js";
import { openJumps } from "./jumps.js";
import { openSockmap } from "./sockmap.js";

declare const object: FdValue;
const jumps = openJumps("");
jumps.set(0, object).set(1, 5);
jumps.setAll([[0, object], [1, 5]]);
export const all: Promise<number> = jumps.setAllAsync([[0, object]]);
export const id: number | undefined = jumps.get(0);
openSockmap().set(0, object);
// @ts-expect-error No kernel object.
jumps.set(0, "program");
// @ts-expect-error An interface's index alone.
openDevmap().set(0, object);
declare const plain: TypedMap<number, bigint>;
// @ts-expect-error The map's values are no kernel objects.
plain.set(0, object);
// @ts-expect-error As little of many.
plain.setAll([[0, object]]);
plain.set(0, 5n);
const outer = undefined as unknown as MapOfMaps<number, number, number, ${settableText(shape(MapType.CGROUP_ARRAY, 4))}>;
outer.set(0, object);
outer.get(0)?.set(0, object);
const devices = openMap<number, { ifindex: number; program: number }, ${settableText(shape(MapType.DEVMAP, 8))}>("");
devices.set(0, { ifindex: 1, program: object }).set(1, 5).set(2, devices.get(0)!).set(3, { ifindex: 1 });
const cpus = openMap<number, unknown, ${settableText(shape(MapType.CPUMAP, 8))}>("");
cpus.set(0, { queueSize: 1, program: object });
// @ts-expect-error No field of it.
cpus.set(0, { ifindex: 1 });
export const unknowns: TypedMap = openMap("").set(object, object);
`;

test("kernel objects may be set where a map takes them, by set and by setAll alike, and nowhere else", () => {
  const modules = new Map([
    ["jumps", moduleOf("btf-prog-array")],
    ["devmap", moduleOf("map-type-devmap")],
    ["sockmap", moduleOf("map-type-sockmap")],
    ["usage", usage],
  ]);
  assert.equal(diagnosticsOf(modules), []);
});

test("a map that is read as bytes takes those, too, but where they are no object's id", () => {
  const raw = (type: number) =>
    settableText(untypedShape({ name: "m", type, keySize: 4, valueSize: 4 }, "no reason"));
  assert.is(raw(MapType.PROG_ARRAY), "Uint8Array | FdValue | number");
  assert.is(raw(MapType.XSKMAP), "FdValue | number");
  assert.is(raw(MapType.HASH), undefined);
});

test.run();
