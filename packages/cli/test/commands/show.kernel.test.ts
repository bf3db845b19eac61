import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exampleObject } from "../objects.js";
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
