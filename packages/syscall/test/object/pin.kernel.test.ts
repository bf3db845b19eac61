import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  BpfError,
  fdKind,
  fstatat,
  MapType,
  mapCreate,
  mapInfo,
  OpenFlag,
  objGet,
  objPin,
  openat2,
  procFdPath,
  progInfo,
  progLoad,
} from "../../src/index.js";
import { bpftool } from "../bpftool.js";
import { countFds } from "../open-fds.js";
import { returnZero } from "../prog/programs.js";

const test = suite("objPin and objGet");
const root = "/sys/fs/bpf";
const array = () =>
  mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 8, maxEntries: 1, name: "pinned" });

/** Runs `call`, which has to fail, and gives its error; no descriptor may be left. */
function failure(call: () => unknown): BpfError {
  const before = countFds();
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    assert.is(countFds(), before);
    assert.ok(BpfError.is(error), String(error));
    return error;
  }
  throw new Error(`did not fail: ${result}`);
}

test("a map, found again by us and by bpftool", () => {
  using map = array();
  objPin(map, `${root}/map`);
  using again = objGet(`${root}/map`);
  assert.is(mapInfo(again).id, mapInfo(map).id);
  assert.is(bpftool("map", "show", "pinned", `${root}/map`).id, mapInfo(map).id);
  assert.is(fstatat(undefined, `${root}/map`).mode & 0o777, 0o600 & ~process.umask());
});

test("what bpftool pinned, we find", () => {
  using map = array();
  execFileSync("bpftool", ["map", "pin", "id", String(mapInfo(map).id), `${root}/by_bpftool`]);
  using again = objGet(`${root}/by_bpftool`);
  assert.is(mapInfo(again).id, mapInfo(map).id);
});

test("a program", () => {
  using program = progLoad({ type: 1, instructions: returnZero, license: "GPL" });
  objPin(program, `${root}/prog`);
  using again = objGet(`${root}/prog`);
  assert.is(fdKind(again), "prog");
  assert.is(progInfo(again).id, progInfo(program).id);
});

test("by an open directory, which is renamed meanwhile", () => {
  mkdirSync(`${root}/moved-from`);
  using directory = openat2(undefined, `${root}/moved-from`, {
    flags: OpenFlag.O_PATH | OpenFlag.O_DIRECTORY,
  });
  renameSync(`${root}/moved-from`, `${root}/moved-to`);
  using map = array();
  objPin(map, procFdPath(directory, "map"));
  using again = objGet(`${root}/moved-to/map`);
  assert.is(mapInfo(again).id, mapInfo(map).id);
});

test("by an O_PATH descriptor, through a symbolic link and a hard link", () => {
  using map = array();
  objPin(map, `${root}/target`);
  symlinkSync("target", `${root}/symlink`);
  linkSync(`${root}/target`, `${root}/hardlink`);
  using opened = openat2(undefined, `${root}/target`, { flags: OpenFlag.O_PATH });
  for (const path of [procFdPath(opened), `${root}/symlink`, `${root}/hardlink`]) {
    using again = objGet(path);
    assert.is(mapInfo(again).id, mapInfo(map).id, path);
  }
});

// The table of the kernel's rules, row by row.

test("a dot in the name: EPERM", () => {
  using map = array();
  const error = failure(() => objPin(map, `${root}/a.b`));
  assert.is(error.code, "EPERM");
  assert.is(error.errno, -1);
  assert.is(error.command, "BPF_OBJ_PIN");
  assert.is(error.path, `${root}/a.b`);
  assert.match(error.message, /must not contain a dot: "a\.b"/);
});

test("a directory that is not on a bpffs: EPERM, with the command to mount one", () => {
  using map = array();
  const error = failure(() => objPin(map, "/tmp/not_on_bpffs"));
  assert.is(error.code, "EPERM");
  assert.match(error.message, "/tmp is not on a bpffs");
  assert.match(error.message, "mount -t bpf bpf /sys/fs/bpf");
});

test("a name that is taken: EEXIST, and the pin stays", () => {
  using first = array();
  using second = array();
  objPin(first, `${root}/taken`);
  const error = failure(() => objPin(second, `${root}/taken`));
  assert.is(error.code, "EEXIST");
  assert.match(error.message, "never replaces");
  using pinned = objGet(`${root}/taken`);
  assert.is(mapInfo(pinned).id, mapInfo(first).id);
});

test("a directory that does not exist: ENOENT", () => {
  using map = array();
  assert.match(
    failure(() => objPin(map, `${root}/none/map`)).message,
    /^ENOENT.*the directory does not exist/,
  );
});

test("opening a directory, or a file that is no BPF object: EACCES", () => {
  for (const path of [root, "/etc/passwd"]) {
    const error = failure(() => objGet(path));
    assert.is(error.code, "EACCES");
    assert.match(error.message, "a directory, a file that is no BPF object, or no permission");
  }
});

test("opening what is not there: ENOENT", () => {
  const error = failure(() => objGet(`${root}/nothing`));
  assert.is(error.code, "ENOENT");
  assert.is(error.path, `${root}/nothing`);
  assert.match(error.message, "nothing is pinned");
});

test("the debug files of a fresh bpffs are listed, and not there: ENOENT", () => {
  assert.is(failure(() => objGet(`${root}/maps.debug`)).code, "ENOENT");
});

test("pinning what is no BPF object: EINVAL", () => {
  using file = openat2(undefined, "/dev/null", { flags: OpenFlag.O_RDONLY });
  const error = failure(() => objPin(file, `${root}/file`));
  assert.is(error.code, "EINVAL");
  assert.match(error.message, "not a map's, program's or link's");
});

test("without CAP_BPF and CAP_SYS_ADMIN: EPERM, which names them", () => {
  const index = new URL("../../dist/index.cjs", import.meta.url).pathname;
  const script = `
    const { mapCreate, BpfError } = require(${JSON.stringify(index)});
    try { mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 }); console.log("made"); }
    catch (error) { console.log(error.code, error.message); }`;
  const output = execFileSync(
    "setpriv",
    ["--bounding-set=-all", "--inh-caps=-all", process.execPath, "-e", script],
    { encoding: "utf8" },
  );
  assert.match(output, /^EPERM .*neither CAP_BPF nor CAP_SYS_ADMIN/);
});

test("with CAP_BPF alone, a map that needs more: EPERM, which names it", () => {
  const index = new URL("../../dist/index.cjs", import.meta.url).pathname;
  const script = `
    const { mapCreate, MapType } = require(${JSON.stringify(index)});
    try { mapCreate({ type: MapType.DEVMAP, keySize: 4, valueSize: 4, maxEntries: 1 }); console.log("made"); }
    catch (error) { console.log(error.code, error.message); }`;
  const confined = ["--bounding-set=-all,+bpf", "--inh-caps=-all", process.execPath, "-e", script];
  const output = execFileSync("setpriv", confined, { encoding: "utf8" });
  assert.match(output, /^EPERM .*has CAP_BPF, but lacks .*CAP_NET_ADMIN/);
});

test("a pin that others own and cannot read: EACCES", () => {
  using map = array();
  objPin(map, `${root}/private`);
  // A copy, since someone else may not even reach this repository.
  const copy = mkdtempSync(join(tmpdir(), "bpf-syscall-"));
  chmodSync(copy, 0o755);
  for (const part of ["dist", "build", "package.json"]) {
    cpSync(new URL(`../../${part}`, import.meta.url), join(copy, part), { recursive: true });
  }
  const index = join(copy, "dist/index.cjs");
  const script = `
    const { objGet } = require(${JSON.stringify(index)});
    try { objGet("${root}/private"); console.log("opened"); } catch (error) { console.log(error.code); }`;
  const output = execFileSync(
    "setpriv",
    [
      "--reuid=65534",
      "--clear-groups",
      "--bounding-set=-all,+bpf",
      "--inh-caps=-all,+bpf",
      "--ambient-caps=-all,+bpf",
      process.execPath,
      "-e",
      script,
    ],
    { encoding: "utf8", cwd: copy },
  );
  rmSync(copy, { recursive: true });
  assert.is(output, "EACCES\n");
});

test("a path relative to an open directory, which may have been moved", () => {
  using map = array();
  mkdirSync(`${root}/renamed-from`);
  using directory = openat2(undefined, `${root}/renamed-from`, { flags: OpenFlag.O_PATH });
  renameSync(`${root}/renamed-from`, `${root}/renamed-to`);
  objPin(map, "inside", { directory });
  using first = objGet("inside", { directory });
  using second = objGet(`${root}/renamed-to/inside`);
  assert.is(mapInfo(first).id, mapInfo(map).id);
  assert.is(mapInfo(second).id, mapInfo(map).id);
  using entry = openat2(directory, "inside", { flags: OpenFlag.O_PATH });
  using third = objGet("", { directory: entry, access: "ro" });
  assert.is(mapInfo(third).id, mapInfo(map).id);
});

test("a failure below an open directory tells where", () => {
  using map = array();
  using directory = openat2(undefined, root, { flags: OpenFlag.O_PATH });
  const failure = (call: () => unknown, code: string, text: RegExp) =>
    assert.throws(call, (error: BpfError) => error.code === code && text.test(error.message));
  failure(() => objGet("absent", { directory }), "ENOENT", /\/proc\/self\/fd\/\d+\/absent/);
  failure(() => objPin(map, "a.b", { directory }), "EPERM", /must not contain a dot: "a\.b"/);
  using elsewhere = openat2(undefined, "/tmp", { flags: OpenFlag.O_PATH });
  failure(() => objPin(map, "x", { directory: elsewhere }), "EPERM", /is not on a bpffs/);
  directory.close();
  assert.throws(() => objGet("absent", { directory }), /closed/);
  assert.throws(() => objPin(map, "x", { directory: 5 as never }), TypeError);
});

test("arguments that cannot be meant", () => {
  using map = array();
  assert.throws(() => objPin(map, `${root}/a\0b`), RangeError);
  assert.throws(() => objPin(map, 5 as never), TypeError);
  assert.throws(() => objGet(undefined as never), TypeError);
  assert.throws(() => objGet(`${root}/map`, { access: "x" as never }), TypeError);
  const file = openSync("/dev/null", "r");
  assert.throws(() => objPin(file as never, `${root}/number`), TypeError);
  closeSync(file);
});

test.run();
