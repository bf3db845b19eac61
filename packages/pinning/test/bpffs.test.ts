import { suite } from "uvu";
import * as assert from "uvu/assert";
import { notBpffs } from "../src/bpffs.js";

const test = suite("notBpffs");

test("the error shows the command that mounts a bpffs at the path", () => {
  const { code, path, message } = notBpffs("/run/b", "is not on a bpffs");
  assert.equal([code, path], ["ERR_NOT_BPFFS", "/run/b"]);
  assert.match(message, /^\/run\/b is not on a bpffs\. .*: mount -t bpf bpf \/run\/b$/);
  assert.match(notBpffs("/a b", "is not on a bpffs").message, /mount -t bpf bpf '\/a b'$/);
  assert.match(notBpffs("/x", "does not exist").message, /: mkdir -p \/x && mount -t bpf bpf \/x$/);
});

test("it never tells to mount over the root of everything, or on what is no directory", () => {
  for (const [path, why] of [
    ["/", "is not on a bpffs"],
    ["/etc/passwd", "is not a directory"],
  ] as const) {
    const { message } = notBpffs(path, why);
    assert.match(message, `${path} ${why}. `);
    assert.match(message, /: mount -t bpf bpf \/sys\/fs\/bpf$/);
  }
});

test.run();
