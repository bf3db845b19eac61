import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  flock,
  fstatat,
  fstatfs,
  isBpffs,
  isBpffsPath,
  mountBpffs,
  OpenFlag,
  openat2,
  procFdPath,
  statfsPath,
} from "../../src/index.js";

const test = suite("file systems");
const BPF_FS_MAGIC = 0xcafe4a11;

test("a bpffs is told by its magic number", () => {
  using directory = openat2(undefined, "/sys/fs/bpf", { flags: OpenFlag.O_PATH });
  assert.is(fstatfs(directory).type, BPF_FS_MAGIC);
  assert.is(isBpffs(directory), true);
  assert.is(isBpffsPath("/sys/fs/bpf"), true);
  const told = execFileSync("stat", ["-f", "-c", "%t", "/proc"], { encoding: "utf8" }).trim();
  assert.is(statfsPath("/proc").type, Number.parseInt(told, 16));
  assert.is(isBpffsPath("/proc"), false);
  assert.throws(
    () => isBpffsPath("/sys/fs/bpf/none"),
    (error: BpfError) => error.code === "ENOENT" && error.path === "/sys/fs/bpf/none",
  );
});

test("mountBpffs mounts with mode 0700 unless told otherwise; the kernel adds the sticky bit", () => {
  for (const [options, mode] of [
    [{}, 0o1700],
    [{ mode: 0o755 }, 0o1755],
    [{ mode: 0o1777 }, 0o1777],
  ] as const) {
    const path = mkdtempSync(join(tmpdir(), "bpffs-"));
    assert.is(isBpffsPath(path), false);
    mountBpffs(path, options);
    assert.is(isBpffsPath(path), true);
    assert.is(fstatat(undefined, path).mode & 0o7777, mode);
    const line = readFileSync("/proc/self/mounts", "utf8")
      .split("\n")
      .find((mount) => mount.includes(` ${path} `));
    assert.match(line ?? "", /^bpf \S+ bpf rw,nosuid,nodev,noexec,/);
    execFileSync("sh", ["-c", 'umount "$0" && rmdir "$0"', path]);
  }
});

test("mountBpffs on an open directory", () => {
  const path = mkdtempSync(join(tmpdir(), "bpffs-"));
  using directory = openat2(undefined, path, { flags: OpenFlag.O_PATH | OpenFlag.O_DIRECTORY });
  mountBpffs(procFdPath(directory));
  assert.is(isBpffsPath(path), true);
  execFileSync("umount", ["-l", path]);
});

test("mountBpffs where there is no directory, or with nonsense", () => {
  assert.throws(
    () => mountBpffs("/none"),
    (error: BpfError) => error.code === "ENOENT" && error.syscall === "mount" && error.path === "/none",
  );
  assert.throws(
    () => mountBpffs("/etc/passwd"),
    (error: BpfError) => error.code === "ENOTDIR",
  );
  assert.throws(() => mountBpffs("/sys/fs/bpf", { mode: 0o10000 }), RangeError);
  assert.throws(() => mountBpffs("/sys/fs/bpf\0"), RangeError);
});

test("mountBpffs without CAP_SYS_ADMIN: EPERM, which names it", () => {
  const index = new URL("../../dist/index.cjs", import.meta.url).pathname;
  const script = `try { require(${JSON.stringify(index)}).mountBpffs("/tmp"); } catch (error) { console.log(error.message); }`;
  const output = execFileSync(
    "setpriv",
    ["--bounding-set=-all", "--inh-caps=-all", process.execPath, "-e", script],
    {
      encoding: "utf8",
    },
  );
  assert.match(output, /^EPERM: .*mount '\/tmp': mounting needs CAP_SYS_ADMIN/);
});

test("flock on a directory of a bpffs", () => {
  const open = () => openat2(undefined, "/sys/fs/bpf", { flags: OpenFlag.O_RDONLY | OpenFlag.O_DIRECTORY });
  using first = open();
  using second = open();
  const busy = (error: BpfError) =>
    error.code === "EAGAIN" && /another descriptor holds the lock/.test(error.message);
  flock(first, "exclusive");
  assert.throws(() => flock(second, "exclusive", { nonBlocking: true }), busy);
  assert.throws(() => flock(second, "shared", { nonBlocking: true }), busy);
  flock(first, "shared");
  flock(second, "shared", { nonBlocking: true });
  assert.throws(() => flock(first, "exclusive", { nonBlocking: true }), busy);
  flock(second, "unlock");
  flock(first, "exclusive", { nonBlocking: true });
  first.close();
  flock(second, "exclusive", { nonBlocking: true });
});

test("flock with nonsense", () => {
  using path = openat2(undefined, "/sys/fs/bpf", { flags: OpenFlag.O_PATH });
  assert.throws(
    () => flock(path, "shared"),
    (error: BpfError) => error.code === "EBADF" && /O_PATH/.test(error.message),
  );
  for (const operation of ["lock", "toString", 1])
    assert.throws(() => flock(path, operation as never), TypeError);
});

test.run();
