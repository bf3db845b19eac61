import { spawnSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  attachTypeName,
  MapType,
  mapTypeByName,
  mapTypeName,
  ProgramType,
  programTypeName,
} from "../src/index.js";

test("map types by bpftool's names", () => {
  assert.is(mapTypeName(MapType.PERCPU_HASH), "percpu_hash");
  assert.is(mapTypeName(12), "array_of_maps");
  assert.is(mapTypeName(19), "cgroup_storage");
  assert.is(mapTypeName(4), "perf_event_array");
  assert.is(mapTypeByName("lru_percpu_hash"), 10);
  assert.is(mapTypeByName("nothing"), undefined);
});

test("every map type that bpftool lists, and back", () => {
  const { stderr } = spawnSync("bpftool", ["map", "help"], { encoding: "utf8" });
  const names = /TYPE := \{([^}]*)\}/
    .exec(stderr)![1]!
    .split("|")
    .map((name) => name.trim());
  assert.ok(names.length >= 30);
  for (const name of names) {
    const type = mapTypeByName(name);
    assert.type(type, "number", name);
    assert.is(mapTypeName(type!), name);
  }
});

test("program and attach types by bpftool's names", () => {
  assert.is(programTypeName(ProgramType.SCHED_CLS), "sched_cls");
  assert.is(programTypeName(1), "socket_filter");
  assert.is(programTypeName(21), "sk_reuseport");
  assert.is(attachTypeName(0), "cgroup_inet_ingress");
  assert.is(attachTypeName(46), "tcx_ingress");
});

test("unknown numbers stay numbers", () => {
  for (const name of [mapTypeName, programTypeName, attachTypeName])
    for (const type of [10_000, -1]) assert.is(name(type), type);
});

test.run();
