/**
 * perf_event_array and task_storage, whose elements are named by descriptors that a small C program makes: the work
 * itself is src/foreign-descriptors.ts, which that program runs.
 */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MapFlag, MapType } from "@bpf/elf";
import { mapCreate, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs } from "../src/bpffs.js";
import { buildNative } from "../src/native-program.js";
import { littleEndian, parseFile } from "../src/objects.js";
import { withMaps } from "../src/with-maps.js";

const withDescriptors = buildNative("with-descriptors");
const work = fileURLToPath(new URL("../src/foreign-descriptors.ts", import.meta.url));
const objectOf = (type: string) => parseFile(join(littleEndian, `map-type-${type}.o`));

const test = suite("maps of perf events and tasks, by bpftool");

test("set by us and by bpftool, taken out by the other", () =>
  withMaps(objectOf("task_storage"), (maps) => {
    const { path } = maps.get("task_storage")!;
    const pin = `${bpffs}/events`;
    // Events stay in it when the descriptor is closed that they were put in through.
    const { PERF_EVENT_ARRAY } = MapType;
    using events = mapCreate({
      ...{ type: PERF_EVENT_ARRAY, flags: MapFlag.PRESERVE_ELEMS },
      ...{ keySize: 4, valueSize: 4, maxEntries: 4 },
    });
    objPin(events, pin);
    const args = [process.execPath, "--import", import.meta.resolve("tsx"), work, pin, path!];
    assert.is(execFileSync(withDescriptors, args, { encoding: "utf8" }), "done\n");
    rmSync(pin);
  }));

test.run();
