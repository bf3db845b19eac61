import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRegularFile } from "../../src/object/read-file.js";
import { objectName } from "../../src/object/read-object.js";

const files = suite<{ directory: string }>("readRegularFile");

files.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), "bpf-cli-"));
});
files.after.each(({ directory }) => rmSync(directory, { recursive: true }));

const refused = (path: string, code: string, pattern: RegExp, limit = 100): void => {
  assert.throws(
    () => readRegularFile(path, limit, "a BPF object"),
    (error: Error & { code: string; path: string }) =>
      error.code === code && error.path === path && pattern.test(error.message),
    path,
  );
};

files("the bytes of a file, and of an empty one", ({ directory }) => {
  const path = join(directory, "f");
  writeFileSync(path, "abc");
  assert.equal([...readRegularFile(path, 3, "x")], [97, 98, 99]);
  writeFileSync(path, "");
  assert.is(readRegularFile(path, 3, "x").length, 0);
});

files("a file over the limit is not read, however large", ({ directory }) => {
  const path = join(directory, "f");
  writeFileSync(path, "abcd");
  refused(path, "ERR_FILE", /has 4 bytes; a BPF object has at most 3/, 3);
  truncateSync(path, 2 ** 40); // sparse
  refused(path, "ERR_FILE", /1099511627776 bytes/);
});

files("what is no regular file: a directory, a device, a FIFO without writer", ({ directory }) => {
  refused(directory, "ERR_FILE", /is a directory; a BPF object is needed/);
  refused("/dev/zero", "ERR_FILE", /is not a regular file/);
  const fifo = join(directory, "fifo");
  execFileSync("mkfifo", [fifo]);
  refused(fifo, "ERR_FILE", /is not a regular file/);
});

files("a file that is not there has Node's own error", ({ directory }) => {
  refused(join(directory, "none"), "ENOENT", /no such file/);
  refused("/dev/null/x", "ENOTDIR", /not a directory/);
});

files("an object's name is its file's, up to the first dot", () => {
  assert.is(objectName("/a.b/my_object.bpf.o"), "my_object");
  assert.is(objectName("plain"), "plain");
});

files.run();
