import { execFileSync } from "node:child_process";
import { chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runConfined } from "../confined.js";
import { exampleObject } from "../objects.js";
import { runLine } from "../support.js";

const nobody = 65_534;
const closed = "/sys/fs/bpf/closed";

test("who may not look into the bpffs is told so, whether for an object or a pin, and by show and load", async () => {
  const directory = mkdtempSync(join(tmpdir(), "bpf-cli-"));
  copyFileSync(exampleObject("pinmap"), join(directory, "pinmap.o"));
  mkdirSync(closed, { mode: 0o700 });
  chownSync(closed, nobody, nobody);
  const lines = [
    ["unpin", "pinmap.o"],
    ["unpin", "pinmap"],
    ["show", "pinmap"],
    ["load", "pinmap.o"],
  ].map((words) => [...words, "--root", closed, "--json"]);
  try {
    const outcomes = runConfined(lines, { capabilities: ["bpf"], cwd: directory });
    for (const [index, { code, stdout, stderr }] of outcomes.entries()) {
      const what = lines[index]!.join(" ");
      assert.is(code, 1, what);
      const error = what.startsWith("unpin") ? JSON.parse(stdout).failed[0].error : JSON.parse(stderr).error;
      assert.equal([error.code, error.errno], ["ERR_PIN_SYSTEM", "EACCES"], what);
      assert.match(error.message, /mode and owner.*CAP_DAC_OVERRIDE.*CAP_BPF/, what);
    }
  } finally {
    rmSync(directory, { recursive: true });
    rmSync(closed, { recursive: true });
  }
});

test("a bpffs mounted below root is pinned in and unpinned from; its mount point stays", async () => {
  const mounted = "/sys/fs/bpf/mounted";
  mkdirSync(mounted, { mode: 0o700 });
  execFileSync("mount", ["-t", "bpf", "-o", "mode=0700", "bpf", mounted]);
  const argv = [exampleObject("pinmap"), "--pin-path", "pinmap=mounted/x", "--json"];
  assert.is((await runLine(["load", ...argv])).code, 0);
  const { code, document } = await runLine(["unpin", ...argv]);
  assert.is(code, 0);
  assert.equal(document(), { removed: [{ map: "pinmap", path: `${mounted}/x` }], absent: [], failed: [] });
  execFileSync("umount", [mounted]);
  rmSync(mounted, { recursive: true });
});

test.run();
