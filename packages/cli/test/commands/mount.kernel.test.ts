import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runConfined } from "../confined.js";
import { exampleObject } from "../objects.js";
import { runLine } from "../support.js";

const mount = suite<{ directory: string }>("mount");

mount.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), "bpf-cli-"));
});
mount.after.each(({ directory }) => rmSync(directory, { recursive: true }));

const fstypeOf = (path: string): string =>
  execFileSync("stat", ["-f", "-c", "%T", path], { encoding: "utf8" }).trim();

const refused = async (path: string, code: string): Promise<void> => {
  const outcome = await runLine(["mount", path, "--json"]);
  assert.equal([outcome.code, outcome.error().code], [1, code], path);
};

mount("an empty directory, mode 0700, which load then uses as its root", async ({ directory }) => {
  const path = join(directory, "bpf");
  mkdirSync(path);
  const { code, document } = await runLine(["mount", path, "--json"]);
  assert.is(code, 0);
  assert.equal(document(), { path, mounted: true });
  assert.is(fstypeOf(path), "bpf_fs");
  assert.is(statSync(path).mode & 0o777, 0o700);
  const loaded = await runLine(["load", exampleObject("pinmap"), "--root", path, "--json"]);
  assert.is(loaded.document().maps[0].path, `${path}/pinmap`);
  await refused(path, "ERR_MOUNT_TARGET");
  execFileSync("umount", [path]);
});

mount("what is mounted, not empty, no directory, a symlink, or missing is refused", async ({ directory }) => {
  const path = join(directory, "d");
  mkdirSync(path);
  writeFileSync(join(path, "file"), "");
  await refused(path, "ERR_MOUNT_TARGET");
  await refused(join(path, "file"), "ENOTDIR");
  await refused(join(directory, "none"), "ENOENT");
  rmSync(join(path, "file"));
  symlinkSync(path, join(directory, "link"));
  await refused(join(directory, "link"), "ENOTDIR");
  execFileSync("mount", ["--bind", path, path]);
  await refused(path, "ERR_MOUNT_TARGET");
  execFileSync("umount", [path]);
  assert.not.equal(fstypeOf(path), "bpf_fs");
});

mount("without privilege: the error names the directory and the capability", ({ directory }) => {
  const [outcome] = runConfined([["mount", directory, "--json"]]);
  assert.is(outcome?.code, 1);
  const told = JSON.parse(outcome!.stderr).error;
  assert.equal([told.code, told.path, told.syscall], ["EPERM", directory, "mount"]);
  assert.match(told.message, /CAP_SYS_ADMIN/);
});

mount("without DIR the root is meant, which is mounted here", async () => {
  const { code, error } = await runLine(["mount", "--json"]);
  assert.is(code, 1);
  assert.is(error().path, "/sys/fs/bpf");
  assert.match(error().message, /a bpffs is mounted on \/sys\/fs\/bpf already/);
});

mount.run();
