/** The built command where no bpffs is mounted: exit 1, and the mount command, which helps. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpf, commandFile } from "../src/bpf-command.js";
import { emptyBpffs } from "../src/bpffs.js";
import { tree } from "../src/bpffs-tree.js";
import { examples } from "../src/objects.js";

const test = suite("no bpffs");
test.before.each(() => emptyBpffs());

const object = join(examples, "gobpf-custom.o");
const place = ["--pin-path", "maps/dummy_array_custom=ns1/test1"];
const lines = [
  ["load", object, ...place],
  ["plan", object, ...place],
  ["unpin", object, ...place],
  ["unpin", "ns1/test1"],
  ["ls"],
  ["show", "ns1/test1"],
];

for (const args of lines) {
  test(`${args.slice(0, 2).join(" ")}: the mount command for that root, and nothing is made`, () => {
    const plain = mkdtempSync(join(tmpdir(), "bpf-plain-"));
    try {
      const { status, stdout, stderr } = bpf(...args, "--root", plain, "--json");
      assert.is(status, 1, stderr);
      assert.is(stdout, "");
      const { code, message } = JSON.parse(stderr).error;
      assert.is(code, "ERR_NOT_BPFFS");
      assert.match(message, `${plain} is not on a bpffs`);
      assert.match(message, new RegExp(`: mount -t bpf bpf ${plain}$`));
      const inWords = bpf(...args, "--root", plain);
      assert.is(inWords.status, 1);
      assert.match(inWords.stderr, `mount -t bpf bpf ${plain}`);
      assert.equal(readdirSync(plain), []);
      assert.equal(tree(), []);
    } finally {
      rmdirSync(plain);
    }
  });
}

/** Runs shell words while /sys/fs/bpf of this mount namespace is empty and no bpffs; `$@` is a `bpf load`. */
function whereNothingIsMounted(script: string): { status: number | null; stdout: string; stderr: string } {
  const hidden = `mount -t tmpfs tmpfs /sys/fs/bpf || exit 99; (${script}); code=$?; umount /sys/fs/bpf; exit $code`;
  const load = [process.execPath, commandFile, "load", object, ...place];
  const { status, stdout, stderr } = spawnSync("sh", ["-c", hidden, "sh", ...load], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("the command that the error shows is the one that is missing", () => {
  const refused = whereNothingIsMounted('"$@"; echo "status $?"; ls -A /sys/fs/bpf');
  assert.is(refused.stdout, "status 1\n", refused.stderr);
  const shown = /mount -t bpf bpf \S+/.exec(refused.stderr)?.[0];
  assert.ok(shown, refused.stderr);
  const helped = whereNothingIsMounted(
    `${shown} && { "$@" && ls /sys/fs/bpf/ns1; inner=$?; umount /sys/fs/bpf; exit $inner; }`,
  );
  assert.is(helped.status, 0, helped.stderr);
  assert.match(helped.stdout, /^test1$/m);
});

test.run();
