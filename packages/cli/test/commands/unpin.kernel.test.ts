import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exampleObject } from "../objects.js";
import { runLine } from "../support.js";

const root = "/sys/fs/bpf";
const started = process.cwd();
const unpin = suite<{ directory: string }>("unpin by path");

const create = (path: string): void => {
  const map = ["type", "array", "key", "4", "value", "4", "entries", "1", "name", "m"];
  execFileSync("bpftool", ["map", "create", `${root}/${path}`, ...map]);
};

unpin.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), "bpf-cli-"));
  process.chdir(context.directory);
});
unpin.after.each(({ directory }) => {
  process.chdir(started);
  rmSync(directory, { recursive: true });
});

unpin("paths relative to root and absolute; absent ones are no failure; empty directories go", async () => {
  mkdirSync(`${root}/a/b`, { recursive: true });
  create("a/b/m");
  create("n");
  const { code, document } = await runLine(["unpin", "a/b/m", `${root}/n`, "gone", "--json"]);
  assert.is(code, 0);
  assert.equal(document(), {
    removed: [
      { map: null, path: `${root}/a/b/m` },
      { map: null, path: `${root}/n` },
    ],
    absent: [{ map: null, path: `${root}/gone` }],
    failed: [],
  });
  assert.not.ok(existsSync(`${root}/a`));
});

unpin("goes on past a failure, and exits with 1", async () => {
  mkdirSync(`${root}/full`);
  create("full/m");
  create("last");
  const { code, stdout, stderr } = await runLine(["unpin", "full", "last"]);
  assert.is(code, 1);
  assert.match(stdout, /^removed +\/sys\/fs\/bpf\/last$/m);
  assert.match(stderr, /could not unpin \/sys\/fs\/bpf\/full: .*directory/);
  assert.ok(existsSync(`${root}/full/m`));
  rmSync(`${root}/full`, { recursive: true });
});

unpin("the pin root stays, as when the object is unpinned", async () => {
  mkdirSync(`${root}/pins/sub`, { recursive: true });
  create("pins/sub/m");
  const { code } = await runLine(["unpin", "pins/sub/m", "--pin-root", "pins"]);
  assert.is(code, 0);
  assert.not.ok(existsSync(`${root}/pins/sub`));
  assert.ok(existsSync(`${root}/pins`));
  rmSync(`${root}/pins`, { recursive: true });
});

unpin("below a pin there is nothing: the error names the pin", async () => {
  create("m");
  for (const path of ["m/x", `${root}/m/x`]) {
    const { code, stderr } = await runLine(["unpin", path]);
    assert.is(code, 1);
    assert.match(stderr, /\/sys\/fs\/bpf\/m is not a directory/);
  }
  rmSync(`${root}/m`);
});

unpin("a symlink is removed, never its target", async () => {
  create("target");
  symlinkSync("target", `${root}/link`);
  const { code } = await runLine(["unpin", "link"]);
  assert.is(code, 0);
  assert.is(lstatSync(`${root}/link`, { throwIfNoEntry: false }), undefined);
  assert.ok(existsSync(`${root}/target`));
  rmSync(`${root}/target`);
});

unpin("what is neither pin nor object, a mix, two objects: wrong usage, nothing removed", async () => {
  create("m");
  writeFileSync("text", "no ELF");
  copyFileSync(exampleObject("pinmap"), "one.o");
  const lines = [["text"], ["./text"], ["/etc/passwd"], ["typo.o"], ["./gone"], ["/tmp"]];
  for (const words of [...lines, ["one.o", "m"], ["m", "./one.o"], ["one.o", "./one.o"]]) {
    const { code, stdout, error } = await runLine(["unpin", ...words, "--json"]);
    assert.is(code, 2, words.join(" "));
    assert.is(stdout, "");
    assert.is(error().code, "ERR_USAGE", words.join(" "));
  }
  for (const path of ["m/../m", `${root}/x/../m`, "./", "m//m", root]) {
    const { code } = await runLine(["unpin", "m", path]);
    assert.is(code, 2, path);
  }
  assert.is((await runLine(["unpin", "m", "--no-pin", "x"])).code, 2);
  assert.ok(existsSync(`${root}/m`));
  rmSync(`${root}/m`);
});

unpin("a name that is a pin and an ELF file must be made plain", async () => {
  create("both");
  copyFileSync(exampleObject("pinmap"), "both");
  const { code, error } = await runLine(["unpin", "both", "--json"]);
  assert.is(code, 2);
  assert.match(error().message, /write \.\/both for the file, \/sys\/fs\/bpf\/both for the pin/);
  assert.is((await runLine(["unpin", "./both", "--json"])).document().absent[0].map, "pinmap");
  assert.is((await runLine(["unpin", `${root}/both`])).code, 0);
});

unpin("without a bpffs: the error shows how to mount one", async ({ directory }) => {
  for (const path of ["x", `${directory}/x`]) {
    const { code, error } = await runLine(["unpin", path, "--root", directory, "--json"]);
    assert.is(code, 1);
    assert.is(error().code, "ERR_NOT_BPFFS");
    assert.match(error().message, /mount -t bpf bpf /);
  }
});

unpin.run();
