import { execFileSync } from "node:child_process";
import { existsSync, rmSync, statSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exampleObject } from "../objects.js";
import { runLine } from "../support.js";

const root = "/sys/fs/bpf";
const idOf = (kind: string, path: string): number =>
  JSON.parse(execFileSync("bpftool", ["-j", kind, "show", "pinned", path], { encoding: "utf8" })).id;

test("a live map and program by id, directories made (0700)", async () => {
  execFileSync("bpftool", ["prog", "load", exampleObject("pinmap"), `${root}/p`]);
  const prog = idOf("prog", `${root}/p`);
  const pinned = await runLine(["pin", "prog", String(prog), "a/b/again", "--json"]);
  assert.is(pinned.code, 0, pinned.stderr);
  assert.equal(pinned.document(), { kind: "prog", id: prog, path: `${root}/a/b/again` });
  assert.is(idOf("prog", `${root}/a/b/again`), prog);
  assert.is(statSync(`${root}/a/b`).mode & 0o7777, 0o700);

  await runLine(["load", exampleObject("pinmap")]);
  const map = idOf("map", `${root}/pinmap`);
  assert.is((await runLine(["pin", "map", String(map), `${root}/copy`])).code, 0);
  assert.is(idOf("map", `${root}/copy`), map);

  const taken = await runLine(["pin", "map", String(map), "copy", "--json"]);
  assert.equal([taken.code, taken.error().code], [1, "ERR_PIN_EXISTS"]);
  for (const path of ["a", "p", "copy", "pinmap"]) rmSync(`${root}/${path}`, { recursive: true });
});

test("ids that no object has, and words that are no kind, id or path", async () => {
  // Ids go up from 1, and the kernel hands out none above INT_MAX.
  const gone = await runLine(["pin", "map", "4294967295", "x", "--json"]);
  assert.equal([gone.code, gone.error().code, gone.error().errno], [1, "ERR_PIN_SYSTEM", "ENOENT"]);
  const lines: [argv: string[], pattern: RegExp][] = [
    [["program", "1", "x"], /did you mean prog\?/],
    [["mpa", "1", "x"], /did you mean map\?/],
    [["btf", "1", "x"], /none of map, prog, link/],
    [["map", "0", "x"], /an id is a whole number from 1/],
    [["map", "1x", "x"], /an id is a whole number/],
    [["map", "1", "x.y"], /holds a dot/],
    [["map", "1", "../x"], /not allowed/],
  ];
  for (const [argv, pattern] of lines) {
    const { code, error } = await runLine(["pin", ...argv, "--json"]);
    assert.is(code, 2, argv.join(" "));
    assert.match(error().message, pattern);
  }
  assert.not.ok(existsSync(`${root}/x`));
});

test.run();
