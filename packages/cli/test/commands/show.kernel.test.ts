import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { loadObject as loadPrograms, VerifierError } from "@bpf/loader";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exampleObject, loadObject } from "../objects.js";
import { runLine } from "../support.js";

const root = "/sys/fs/bpf";
const camelCase = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** bpftool's answer with our names: its `uid` of a program is who loaded it. */
const bpftool = (...argv: string[]): Record<string, unknown> => {
  const answer = JSON.parse(execFileSync("bpftool", ["-j", ...argv], { encoding: "utf8" }));
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key === "uid" ? "createdByUid" : camelCase(key), value]),
  );
};

const show = async (...argv: string[]) => {
  const outcome = await runLine(["show", ...argv, "--json"]);
  assert.is(outcome.code, 0, outcome.stderr);
  return outcome.document();
};

test("every field that bpftool shows of a map, and the pin's own", async () => {
  for (const name of ["pinmap", "counters", "inner-maps"]) await runLine(["load", exampleObject(name)]);
  for (const name of ["pinmap", "flows", "totals", "events", "hours"]) {
    const { path, kind, mode, uid, gid, mapExtra, ...fields } = await show(name);
    assert.equal([path, kind, mode, uid, gid, mapExtra], [`${root}/${name}`, "map", "0600", 0, 0, "0"]);
    assert.equal(fields, bpftool("map", "show", "pinned", path), name);
  }
  for (const name of ["pinmap", "flows", "totals", "events", "hours"]) rmSync(`${root}/${name}`);
});

test("a frozen map is told", async () => {
  const map = ["type", "array", "key", "4", "value", "4", "entries", "1", "name", "m"];
  execFileSync("bpftool", ["map", "create", `${root}/m`, ...map]);
  assert.is((await show("m")).frozen, 0);
  execFileSync("bpftool", ["map", "freeze", "pinned", `${root}/m`]);
  assert.is((await show("m")).frozen, 1);
  rmSync(`${root}/m`);
});

test("a program", async () => {
  execFileSync("bpftool", ["prog", "load", exampleObject("pinmap"), `${root}/p`]);
  const { path, kind, mode, uid, gid, loadedAt, ...fields } = await show("p");
  assert.equal([path, kind, mode, uid, gid], [`${root}/p`, "prog", "0600", 0, 0]);
  const { loadedAt: theirs, ...rest } = bpftool("prog", "show", "pinned", path) as Record<string, number>;
  assert.equal(fields, rest);
  assert.ok(Math.abs(loadedAt - theirs!) <= 1, `${loadedAt} and ${theirs}: seconds, rounded differently`);
  rmSync(`${root}/p`);
  rmSync(`${root}/pinmap`, { force: true });
});

/** What each program of load-types.bpf.c was loaded for, by its section: attach type where it can be told, and target. */
const places: readonly (readonly [program: string, attachType?: string | undefined, attachTo?: string])[] = [
  ["t_tp_btf", "trace_raw_tp", "sched_switch"],
  ["t_iter", "trace_iter", "task"],
  ["t_flow_dissect", "flow_dissector"],
  ["t_sk_lookup", "sk_lookup"],
  ["t_sk_msg", "sk_msg_verdict"],
  ["t_sockops", "cgroup_sock_ops"],
  ["t_cg_sysctl", "cgroup_sysctl"],
  ["t_cg_dev", "cgroup_device"],
  ["t_xdp"], // many attach types
  // Not every kernel takes these, and some are locked against them.
  ["t_netfilter", "netfilter"],
  ["t_lirc_mode2", "lirc_mode2"],
  ["t_fentry", undefined, "bpf_fentry_test1"],
  ["t_lsm", undefined, "file_open"],
];
const mayBeRefused = ["t_netfilter", "t_lirc_mode2", "t_fentry", "t_lsm"];

test("where a program can be attached, as far as the kernel tells it", async () => {
  const object = parseObject(readFileSync(loadObject("load-types")), { name: "load-types" });
  for (const [program, attachType, attachTo] of places) {
    const others = [...object.programs.keys()].map((name) => [name, name === program]);
    try {
      loadPrograms(object, { autoload: Object.fromEntries(others), pinPrograms: "t" }).close();
    } catch (error) {
      if (VerifierError.is(error) && mayBeRefused.includes(program)) continue;
      throw error;
    }
    const shown = await show(`t/${program}`);
    assert.equal([shown.attachType, shown.attachTo], [attachType, attachTo], program);
    assert.is(shown.attachBtfId > 0, attachTo !== undefined, program);
    rmSync(`${root}/t/${program}`);
  }
  rmSync(`${root}/t`, { recursive: true });
});

test("owner and mode of the pin, and relative symlinks inside root", async () => {
  mkdirSync(`${root}/d`);
  execFileSync("bpftool", [
    "map",
    "create",
    `${root}/d/m`,
    ..."type hash key 4 value 4 entries 2 name m".split(" "),
  ]);
  chmodSync(`${root}/d/m`, 0o640);
  symlinkSync("d/m", `${root}/link`);
  assert.is((await show("d/m")).mode, "0640");
  assert.is((await show("link")).id, (await show(`${root}/d/m`)).id);
  symlinkSync("/etc", `${root}/out`);
  const refused = await runLine(["show", "out/m", "--json"]);
  assert.is(refused.code, 1);
  assert.is(refused.error().code, "ERR_PIN_PATH");
  assert.is((await runLine(["show", "d", "--json"])).error().code, "ERR_NOT_A_PIN");
  for (const path of ["link", "out", "d"]) rmSync(`${root}/${path}`, { recursive: true });
});

test("a pin that is not there: exit 1; a path that is none: wrong usage", async () => {
  const absent = await runLine(["show", "gone", "--json"]);
  assert.is(absent.code, 1);
  assert.is(absent.error().path, `${root}/gone`);
  for (const path of ["../x", "/etc/passwd", "a//b"])
    assert.is((await runLine(["show", path])).code, 2, path);
});

test.run();
