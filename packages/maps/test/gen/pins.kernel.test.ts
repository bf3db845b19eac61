import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { MapType, parseObject } from "@bpf/elf";
import { type BpfFd, mapCreate, objGet, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { generateTypes } from "../../src/gen/generate-types.js";
import * as maps from "../../src/index.js";
import { MapOfMaps } from "../../src/nested/map-of-maps.js";
import { mapError, openFds } from "../errors.js";
import { createMap, typedMaps } from "../object-maps.js";
import { diagnosticsOf } from "./compile.js";
import { runModuleOn } from "./run-module.js";

const test = suite("types from pins alone");

const object = typedMaps();

/** Maps that the kernel keeps no types of. */
const untold = new Set(["jobs", "undo", "events", "floors", "towers"]);

function pinned(name: string): { fd: BpfFd; path: string } {
  const path = `/sys/fs/bpf/${name}`;
  const fd = createMap(object, name);
  objPin(fd, path);
  return { fd, path };
}

test("maps that the kernel knows the types of give the module that their object gives", () => {
  const kept = new Map([...object.maps].filter(([name]) => !untold.has(name)));
  assert.ok(kept.size > 12);
  const pins = [...kept.keys()].map(pinned);
  const before = openFds();
  const text = generateTypes({ pins }, { source: "typed-maps.o" });
  assert.is(openFds(), before);
  assert.is(text, generateTypes({ object: { ...object, maps: kept } }, { source: "typed-maps.o" }));
  for (const { fd } of pins) fd.close();
});

test("the sections of variables of an object that libbpf loaded", () => {
  const file = new URL("../../../../testdata/objects/le/typed-variables.o", import.meta.url).pathname;
  const directory = "/sys/fs/bpf/sections";
  execFileSync("bpftool", ["prog", "load", file, "/sys/fs/bpf/program", "pinmaps", directory], {
    stdio: "pipe",
  });
  const pins = ["typed_va_data", "typed_va_bss", "typed_va_rodata", "_data_custom"].map((name) => {
    const path = `${directory}/${name}`;
    return { fd: objGet(path), path };
  });
  const text = generateTypes({ pins });
  const whole = generateTypes({ object: parseObject(readFileSync(file), { name: "typed-variables" }) });
  const interfaces = (module: string): string[] =>
    (module.match(/^export interface [\s\S]*?^\}$/gm) ?? []).sort();
  assert.is(interfaces(text).length, 6);
  assert.equal(interfaces(text), interfaces(whole));
  assert.equal(diagnosticsOf(new Map([["sections", text]])), []);
  const { openTypedVaRodata } = runModuleOn(text, maps);
  using constants = openTypedVaRodata!() as maps.LiveVariables;
  assert.is(constants.variables.threshold, 77);
  for (const { fd } of pins) fd.close();
});

test("maps of maps are typed by a map that is in them", () => {
  const { innerMap } = object.maps.get("floors")!;
  using room = createMap({ ...object, maps: new Map([["room", innerMap!]]) }, "room");
  const type = MapType.ARRAY_OF_MAPS;
  using fd = mapCreate({ type, keySize: 4, valueSize: 4, maxEntries: 4, innerMap: room, name: "floors" });
  assert.match(generateTypes({ pins: [{ fd }] }), /MapOfMaps<number, unknown, unknown>/);
  using outer = maps.openMapOfMaps<number>(fd);
  outer.set(2, room);
  const before = openFds();
  const text = generateTypes({ pins: [{ fd }] });
  assert.is(openFds(), before);
  assert.match(text, /MapOfMaps<number, number, Hop>/);
  assert.match(text, /on_link: boolean;/);
});

test("maps of maps: an inner map that is replaced meanwhile is passed over", () => {
  const { innerMap } = object.maps.get("floors")!;
  const rooms = { ...object, maps: new Map([["room", innerMap!]]) };
  const room = () => createMap(rooms, "room");
  using template = room();
  const type = MapType.ARRAY_OF_MAPS;
  using fd = mapCreate({ type, keySize: 4, valueSize: 4, maxEntries: 4, innerMap: template, name: "floors" });
  using outer = maps.openMapOfMaps<number>(fd);
  const put = (index: number): void => {
    using inner = room();
    outer.set(index, inner);
  };
  const { entries } = MapOfMaps.prototype;
  /** Once an entry was read, and before it is used. */
  let meanwhile: (index: number) => void = () => undefined;
  MapOfMaps.prototype.entries = function* (this: MapOfMaps<number>) {
    for (const entry of entries.call(this)) {
      meanwhile(entry[0] as number);
      yield entry;
    }
  } as typeof entries;
  try {
    for (const [change, expected] of [
      [put, /MapOfMaps<number, number, Hop>/],
      [(index: number) => index === 1 && outer.delete(index), /MapOfMaps<number, number, Hop>/],
      [(index: number) => outer.delete(index), /MapOfMaps<number, unknown, unknown>/],
    ] as const) {
      for (const index of [1, 3]) put(index);
      meanwhile = change;
      const before = openFds();
      assert.match(generateTypes({ pins: [{ fd }] }), expected);
      assert.is(openFds(), before);
    }
  } finally {
    MapOfMaps.prototype.entries = entries;
  }
});

test("what the kernel does not know is bytes from a pin, and typed from the object", () => {
  const jobs = pinned("jobs");
  assert.match(generateTypes({ pins: [jobs] }), /Queue<Uint8Array>/);
  const { openJobs, openEvents } = runModuleOn(generateTypes({ object }), maps);
  using queue = openJobs!() as maps.Queue;
  const job = { id: 2n ** 63n, command: "sync", direction: "OUT", arguments: [1, 2, 3] };
  queue.push(job);
  assert.equal(queue.pop(), job);
  assert.throws(() => openEvents!("/sys/fs/bpf/jobs"), mapError("ERR_MAP_KIND"));
  jobs.fd.close();
});

test("pins are called after their files, maps without one by their own name", () => {
  mkdirSync("/sys/fs/bpf/a");
  using fd = mapCreate({ type: MapType.HASH, keySize: 3, valueSize: 5, maxEntries: 1, name: "own" });
  objPin(fd, "/sys/fs/bpf/a/a_name_longer_than_15_bytes");
  const text = generateTypes({ pins: [{ fd, path: "/sys/fs/bpf/a/a_name_longer_than_15_bytes" }, { fd }] });
  assert.match(text, /openANameLongerThan15Bytes\(\n {2}source: MapSource = "\/sys\/fs\/bpf\/a\/a_name/);
  assert.match(text, /openOwn\(\n {2}source: MapSource,/);
  assert.match(text, /TypedMap<Uint8Array, Uint8Array>/);
  assert.throws(
    () => generateTypes({ pins: [{ fd }] }, { values: { own: "int" } }),
    mapError("ERR_MAP_TYPES", /own/),
  );
});

test.run();
