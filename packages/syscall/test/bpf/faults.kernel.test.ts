import { spawnSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";

/** Failures that a healthy kernel does not give, injected by strace into single calls of a child. */
const test = suite("injected faults");
const index = new URL("../../dist/index.cjs", import.meta.url).pathname;

function inject(fault: string, script: string): string {
  const wrapped = `
    const { readdirSync, readlinkSync } = require("node:fs");
    const syscall = require(${JSON.stringify(index)});
    const maps = () => readdirSync("/proc/self/fd").filter((fd) => {
      try { return /bpf|^\\/sys/.test(readlinkSync("/proc/self/fd/" + fd)); } catch { return false; }
    }).length;
    const array = () => syscall.mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
    const report = (call) => {
      try { call(); console.log("done"); }
      catch (error) { console.log(error.code, error.syscall, error.command ?? "-", "open:", maps()); }
    };
    ${script}`;
  const args = ["-f", "-qq", "-o", "/dev/null", "-e", `inject=${fault}`, process.execPath, "-e", wrapped];
  const { stdout, stderr } = spawnSync("strace", args, { encoding: "utf8" });
  assert.is(stderr, "");
  return stdout.trim();
}

for (const error of ["ENOSPC", "EPERM", "EIO", "ENOMEM"]) {
  test(`${error} from bpf(2) is told as it is`, () => {
    assert.is(inject(`bpf:error=${error}:when=1`, "report(array);"), `${error} bpf BPF_MAP_CREATE open: 0`);
    const pin = 'const map = array(); report(() => syscall.objPin(map, "/sys/fs/bpf/x"));';
    assert.is(inject(`bpf:error=${error}:when=2`, pin), `${error} bpf BPF_OBJ_PIN open: 1`);
  });
}

test("an interrupted open or lock is tried again", () => {
  const open = 'syscall.openat2(undefined, "/sys/fs/bpf", { flags: syscall.OpenFlag.O_RDONLY })';
  assert.is(inject("openat2:error=EINTR:when=1", `report(() => ${open});`), "done");
  assert.is(
    inject("flock:error=EINTR:when=1", `const fd = ${open}; report(() => syscall.flock(fd, "shared"));`),
    "done",
  );
});

test("a lookup beneath a directory that was disturbed is tried again, not for ever", () => {
  const open = (resolve: string) =>
    `report(() => syscall.openat2(undefined, "sys", { flags: syscall.OpenFlag.O_PATH${resolve} }));`;
  const beneath = ", resolve: syscall.Resolve.BENEATH";
  const chdir = 'process.chdir("/");';
  assert.is(inject("openat2:error=EAGAIN:when=1..5", chdir + open(beneath)), "done");
  assert.is(inject("openat2:error=EAGAIN", chdir + open(beneath)), "EAGAIN openat2 - open: 0");
  assert.is(inject("openat2:error=EAGAIN:when=1", chdir + open("")), "EAGAIN openat2 - open: 0");
});

test("a verifier that was disturbed is asked again, not for ever", () => {
  const load = `
    const instructions = Uint8Array.from([0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]);
    report(() => syscall.progLoad({ type: 1, instructions, license: "GPL" }));`;
  assert.is(inject("bpf:error=EAGAIN:when=1..4", load), "done");
  assert.match(inject("bpf:error=EAGAIN", load), /^EAGAIN bpf BPF_PROG_LOAD/);
});

test("an older kernel's E2BIG for the name of BTF: all but the name is told", () => {
  const script = `
    let id = syscall.btfNextId(0);
    const btf = syscall.btfFromId(id);
    const { name, size } = syscall.btfInfo(btf);
    console.log(JSON.stringify(name), size > 0);`;
  assert.is(inject("bpf:error=E2BIG:when=3", script), '"" true');
});

test("a failure while a directory is read leaves nothing open", () => {
  const script = `
    const root = syscall.openat2(undefined, "/sys/fs/bpf", { flags: syscall.OpenFlag.O_PATH });
    report(() => syscall.readDirectory(root));`;
  assert.is(inject("getdents64:error=EIO:when=1", script), "EIO getdents64 - open: 1");
});

test("a mount that fails, and a rename", () => {
  assert.is(
    inject("mount:error=ENODEV", 'report(() => syscall.mountBpffs("/sys/fs/bpf"));'),
    "ENODEV mount - open: 0",
  );
  const rename = 'report(() => syscall.renameat2(undefined, "/a", undefined, "/b", { exchange: true }));';
  assert.is(inject("renameat2:error=EINVAL", rename), "EINVAL renameat2 - open: 0");
});

test.run();
