import { readdirSync, readFileSync, symlinkSync, unlinkSync } from "node:fs";
import { type ObjectSpec, parseObject } from "@bpf/elf";
import {
  type BpfFd,
  mapCreate,
  mapInfo,
  mapLookup,
  mapUpdate,
  objPin,
  progInfo,
  progLoad,
} from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMaps } from "../src/apply.js";
import { MapIncompatibleError, PinError } from "../src/errors.js";
import { pinObject } from "../src/pin-object.js";
import { planMaps } from "../src/plan.js";
import { unpinMaps } from "../src/unpin.js";
import { mapSpec, objectSpec } from "./specs.js";

const test = suite("apply on the kernel");

const read = (path: string, name: string): ObjectSpec =>
  parseObject(readFileSync(new URL(`../../../${path}`, import.meta.url)), { name });
const fds = (): number => readdirSync("/proc/self/fd").length;
const index = (value: number): Buffer => {
  const key = Buffer.alloc(4);
  key.writeUInt32LE(value);
  return key;
};

test("an fd handed out by path is the same map, and closing it leaves the pin", () => {
  const before = fds();
  const object = read("examples/pinmap.o", "pinmap");
  const maps = openMaps(object, { hold: false });
  assert.is(fds(), before);
  const { fd, id } = maps.get("pinmap")!;
  assert.is(mapInfo(fd).id, id);
  mapUpdate(fd, index(0), Buffer.from("abcdefgh"));
  maps.close();
  assert.is(fds(), before);
  const again = openMaps(object);
  assert.is(again.get("pinmap")?.outcome, "reused");
  assert.equal(Buffer.from(mapLookup(again.get("pinmap")!.fd, index(0))!), Buffer.from("abcdefgh"));
  again.close();
  assert.is(unpinMaps(object).removed.length, 1);
});

test("a pin that was replaced since is not handed out", () => {
  const object = read("examples/pinmap.o", "pinmap");
  const maps = openMaps(object, { hold: false });
  unlinkSync("/sys/fs/bpf/pinmap");
  const other = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
  objPin(other, "/sys/fs/bpf/pinmap");
  other.close();
  assert.throws(
    () => maps.get("pinmap")!.fd,
    (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_CHANGED",
  );
  unpinMaps(object);
});

test("program arrays get the programs that are given before they are pinned", () => {
  const object = read("testdata/objects/le/btf-prog-array.o", "jumps");
  // mov r0, 0; exit
  const instructions = Uint8Array.from([0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]);
  const [jumps] = object.maps.values();
  const programs = new Map<string, BpfFd>();
  for (const { symbol } of jumps!.slots!) {
    programs.set(symbol, progLoad({ type: 1, instructions, license: "GPL" }));
  }
  const options = { paths: { [jumps!.name]: "jumps" }, programs };
  const maps = openMaps(object, options);
  assert.equal(maps.warnings, []);
  for (const { index: slot, symbol } of jumps!.slots!) {
    const id = Buffer.from(mapLookup(maps.get(jumps!.name)!.fd, index(slot))!).readUInt32LE();
    assert.is(id, progInfo(programs.get(symbol)!).id);
  }
  maps.close();
  for (const fd of programs.values()) fd.close();
  unpinMaps(object, options);
});

test("1,000 maps: no fd stays with hold: false, and all are held without it", () => {
  const specs = Array.from({ length: 1000 }, (_, number) => mapSpec(`m${number}`));
  const object = objectSpec(specs);
  const before = fds();
  const created = openMaps(object, { pinRoot: "many", hold: false });
  assert.is(fds(), before);
  const held = openMaps(object, { pinRoot: "many" });
  assert.is(fds(), before + 1000);
  for (const [name, { id, outcome }] of held.maps) {
    assert.is(outcome, "reused");
    assert.is(id, created.get(name)?.id);
  }
  held.close();
  const report = unpinMaps(object, { pinRoot: "many" });
  assert.is(report.removed.length, 1000);
  assert.is(fds(), before);
});

test("a conflict appears in the plan with the kernel's own values", () => {
  const wide = mapCreate({ type: 1, keySize: 8, valueSize: 16, maxEntries: 5, flags: 1 });
  pinObject(wide, "pinmap");
  const { id } = mapInfo(wide);
  wide.close();
  const object = read("examples/pinmap.o", "pinmap");
  const [action] = planMaps(object).actions;
  assert.is(action?.id, id);
  assert.equal(action?.mismatches, [
    { field: "type", pinned: "hash", wanted: "array" },
    { field: "keySize", pinned: 8, wanted: 4 },
    { field: "valueSize", pinned: 16, wanted: 8 },
    { field: "maxEntries", pinned: 5, wanted: 1 },
    { field: "flags", pinned: 1, wanted: 0 },
  ]);
  assert.throws(() => openMaps(object), MapIncompatibleError.is);
  assert.is(unpinMaps(object).warnings.length, 1);
});

test("a dangling symlink at the pin's path is refused, not written through", () => {
  symlinkSync("nowhere", "/sys/fs/bpf/pinmap");
  const object = read("examples/pinmap.o", "pinmap");
  assert.throws(
    () => openMaps(object),
    (error: unknown) => PinError.is(error) && error.code === "ERR_PIN_PATH",
  );
  assert.is(unpinMaps(object).removed.length, 1);
});

test.run();
