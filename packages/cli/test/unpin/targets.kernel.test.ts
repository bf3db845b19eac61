import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exampleObject } from "../objects.js";
import { runLine } from "../support.js";

const nobody = 65_534;
const closed = "/sys/fs/bpf/closed";

test("who may not look into the bpffs is told so, whether for an object or a pin, and by show and load", async () => {
  const directory = mkdtempSync(join(tmpdir(), "bpf-cli-"));
  const object = join(directory, "pinmap.o");
  copyFileSync(exampleObject("pinmap"), object);
  chmodSync(directory, 0o755);
  mkdirSync(closed, { mode: 0o700 });
  const started = process.cwd();
  process.chdir(directory);
  process.seteuid!(nobody);
  try {
    const lines = [
      ["unpin", "pinmap.o"],
      ["unpin", "pinmap"],
      ["show", "pinmap"],
      ["load", "pinmap.o"],
    ];
    for (const words of lines) {
      const outcome = await runLine([...words, "--root", closed, "--json"]);
      const what = words.join(" ");
      assert.is(outcome.code, 1, what);
      const error = words[0] === "unpin" ? outcome.document().failed[0].error : outcome.error();
      assert.equal([error.code, error.errno], ["ERR_PIN_SYSTEM", "EACCES"], what);
      assert.match(error.message, /mode and owner.*CAP_DAC_OVERRIDE.*CAP_BPF/, what);
    }
  } finally {
    process.seteuid!(0);
    process.chdir(started);
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
