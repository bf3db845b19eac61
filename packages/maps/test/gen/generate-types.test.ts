import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { BtfKind, type ObjectSpec, parseObject } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { generateTypes } from "../../src/gen/generate-types.js";
import { mapError } from "../errors.js";
import { diagnosticsOf } from "./compile.js";
import { goldenText } from "./golden.js";
import { runModule } from "./run-module.js";

const test = suite("generateTypes");

const repository = new URL("../../../../", import.meta.url);

const read = (path: string): ObjectSpec =>
  parseObject(readFileSync(new URL(path, repository)), { name: basename(path).replace(/\..*/, "") });

const objectsIn = (directory: string): string[] =>
  readdirSync(new URL(directory, repository))
    .filter((name) => name.endsWith(".o"))
    .map((name) => `${directory}${name}`);

const typedMaps = "testdata/objects/le/typed-maps.o";
const typedVariables = "testdata/objects/le/typed-variables.o";

test("the modules of all objects compile, as strictly as can be", () => {
  const paths = [...objectsIn("testdata/objects/le/"), ...objectsIn("examples/")];
  assert.ok(paths.length > 60);
  const module = (path: string) => generateTypes({ object: read(path) }, { source: basename(path) });
  const modules = new Map(paths.map((path) => [path.replaceAll(/\W/g, "-"), module(path)]));
  assert.equal(diagnosticsOf(modules), []);
});

for (const path of [typedMaps, typedVariables, "examples/inner-maps.o"]) {
  test(`${path} gives the module that it always gave`, () => {
    const text = generateTypes({ object: read(path) }, { source: basename(path) });
    assert.is(text, goldenText(basename(path, ".o"), text));
  });
}

test("objects of the other byte order give the same module", () => {
  for (const name of ["pinmap", "data-sections", "btf-definitions"]) {
    const [little, big] = ["le", "be"].map((order) =>
      generateTypes({ object: read(`testdata/objects/${order}/${name}.o`) }),
    );
    assert.is(big, little);
  }
});

/** How a program uses the modules, right and wrong. */
const usage = `
import { liveView } from "@bpf/maps";
import * as maps from "./typed-maps.js";
import * as sections from "./typed-variables.js";

export const flow: maps.Flow | undefined = maps.openFlows().get({
  source: { v4: 1 },
  target: { v6: [1, 2] },
  ports: [80, 443],
  state: "OPEN",
});
export const packets: bigint | undefined = flow?.packets;
export const code: number | undefined = flow?.code;
export const small: number | undefined = flow?.pairs[0]?.small;
// @ts-expect-error A field that there is not.
flow?.nothing;
// @ts-expect-error 64 bits are no number.
export const balance: number | undefined = flow?.balance;
// @ts-expect-error What is the kernel's own is left out.
maps.openGuarded().get("a")?.lock;
// @ts-expect-error Fields are missing.
maps.openRecent().set({ zone: 1, number: 2 }, { first: 1n });
// @ts-expect-error No name of the enum.
maps.openCpuGauges().get("NOTHING");
maps.openCpuGauges().get(77);

export const perCpu: maps.Gauge[] | undefined = maps.openCpuGauges().get("IDLE");
export const sum: maps.Gauge | undefined = maps.openCpuGaugesSum().get("IDLE");
export const live: number = liveView(maps.openGauges()).get(1).highest;
export const hop: maps.Hop | undefined = maps.openFloors().get(0)?.get(7);
export const tower: number | undefined = maps.openTowers().idOf(7n);
export const job: maps.Job | undefined = maps.openJobs("/sys/fs/bpf/other", { access: "ro" }).peek();
export const known: boolean = maps.openKnown().has({ zone: 1, number: 2 });
for (const [{ prefixLength, data }, { device }] of maps.openRoutes4()) prefixLength + data.length + device;
export async function events(signal: AbortSignal): Promise<void> {
  for await (const event of maps.openEvents<{ kind: number }>(undefined, { signal })) event.kind.toFixed();
  for await (const bytes of maps.openEvents()) bytes.fill(0);
}

// @ts-expect-error A section's pin has no place of its own: the path is needed.
sections.openTypedVaData();
const data = sections.openTypedVaData("/sys/fs/bpf/typed_va_data");
data.variables.counter += 1n;
data.variables.grid = [[1, 2, 3], [4, 5, 6]];
data.variables.limits = { ...data.variables.limits, rate: 5 };
data.variables.level = "LOUD";
// @ts-expect-error That would change a copy.
data.variables.limits.rate = 5;
// @ts-expect-error That too.
data.variables.grid[0] = [1, 2, 3];
export const count: number = data.numbers.counter;
// @ts-expect-error No number.
export const name: number = data.numbers.name;
export const element: number | undefined = data.elements("grid").get(1)[2];
data.add("counter", 1);
const constants = sections.openTypedVaRodata("/sys/fs/bpf/typed_va_rodata", { lookups: true });
export const threshold: number = constants.variables.threshold;
// @ts-expect-error A constant.
constants.variables.threshold = 5;
`;

test("a program that uses the modules is checked by their types", () => {
  const modules = new Map([
    ["typed-maps", generateTypes({ object: read(typedMaps) })],
    ["typed-variables", generateTypes({ object: read(typedVariables) })],
    ["usage", usage],
  ]);
  assert.equal(diagnosticsOf(modules), []);
});

test("the type of a ring buffer's records, or of untyped values, is the user's to give", () => {
  const object = read(typedMaps);
  const text = generateTypes({ object }, { values: { events: "struct flow" } });
  assert.match(text, /openEvents\([^)]*\): RingBuffer<Flow> \{/);
  assert.match(text, /openRingBuffer<Flow>\(source, \{ \.\.\.options, value: flowLayout \}\)/);
  assert.equal(diagnosticsOf(new Map([["events", text]])), []);
  const sizes = read("testdata/objects/le/btf-definitions.o");
  const refused = (spec: ObjectSpec, values: Record<string, string>, text: RegExp): void =>
    assert.throws(() => generateTypes({ object: spec }, { values }), mapError("ERR_MAP_TYPES", text));
  refused(object, { events: "struct nothing" }, /events.*"struct nothing"/);
  refused(object, { nothing: "struct flow" }, /nothing/);
  refused(sizes, { sizes_only: "struct flow" }, /12 bytes.*100/);
  refused(read("testdata/objects/le/legacy-libbpf.o"), { first: "int" }, /first/);
});

test("default paths are those that are given, else those of maps that are pinned by name", () => {
  const object = read(typedMaps);
  const { calls, functions } = runModule(generateTypes({ object }, { paths: { flows: "/run/bpf/flows" } }));
  for (const open of functions) open();
  const opened = calls.map(({ source }) => source);
  assert.is(opened[0], "/run/bpf/flows");
  assert.is(opened[1], "/sys/fs/bpf/headers");
  const { calls: others, functions: sections } = runModule(generateTypes({ object: read(typedVariables) }));
  sections[0]!("/sys/fs/bpf/x");
  assert.equal(others, [{ opener: "openVariables", source: "/sys/fs/bpf/x", options: {} }]);
});

test("a map whose types make no layout is opened raw, and its comment says why", () => {
  const object = read(typedMaps);
  const maps = new Map(object.maps);
  // Its values have 96 bytes, not 12.
  maps.set("flows", { ...maps.get("flows")!, valueSize: 12 });
  const text = generateTypes({ object: { ...object, maps } });
  assert.match(text, /keys and values are bytes: .*96 bytes.*12/);
  assert.match(text, /openMap<Uint8Array, Uint8Array>\(source, \{ \.\.\.options, raw: true \}\)/);
});

test("a definition whose types the kernel refuses brings its own", () => {
  const object = read(typedMaps);
  const maps = new Map(object.maps);
  // An array's key has to be an int.
  maps.set("headers", { ...maps.get("headers")!, keyTypeId: object.btf!.find("state", BtfKind.ENUM)!.id });
  const text = generateTypes({ object: { ...object, maps } });
  assert.match(text, /openMap<number, Header>\(source, \{ \.\.\.options, value: headerLayout \}\)/);
});

test("an object without maps is a module without anything", () => {
  const text = generateTypes({ object: read("testdata/objects/le/no-maps.o") });
  assert.match(text, /^export \{\};$/m);
});

test.run();
