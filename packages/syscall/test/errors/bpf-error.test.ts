import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BpfError, errnoName } from "../../src/errors/bpf-error.js";

const test = suite("BpfError");

test("has the fields of Node's own system errors, and the command", () => {
  const error = new BpfError(-2, {
    syscall: "bpf",
    command: "BPF_OBJ_GET",
    path: "/sys/fs/bpf/x",
    meaning: "nothing is pinned",
  });
  assert.instance(error, Error);
  assert.is(error.code, "ENOENT");
  assert.is(error.errno, -2);
  assert.is(error.syscall, "bpf");
  assert.is(error.command, "BPF_OBJ_GET");
  assert.is(error.path, "/sys/fs/bpf/x");
  assert.is(
    error.message,
    "ENOENT: no such file or directory, bpf BPF_OBJ_GET '/sys/fs/bpf/x': nothing is pinned",
  );
  assert.is(String(error), `BpfError: ${error.message}`);
  assert.not("dest" in error);
  assert.not("log" in error);
});

test("names the errnos that Node has no name for", () => {
  assert.is(errnoName(-524), "ENOTSUPP");
  assert.is(errnoName(524), "ENOTSUPP");
  assert.is(errnoName(-999), "E999");
  assert.match(new BpfError(-999, { syscall: "bpf" }).message, /^E999: unknown error, bpf$/);
});

test("tells both paths of a rename, and the end of a log", () => {
  const renamed = new BpfError(-17, { syscall: "renameat2", path: "a", dest: "b" });
  assert.is(renamed.message, "EEXIST: file exists, renameat2 'a' -> 'b'");
  const log = Array.from({ length: 9 }, (_, line) => `line ${line}\n`).join("");
  const refused = new BpfError(-13, { syscall: "bpf", command: "BPF_PROG_LOAD", log });
  assert.is(refused.log, log);
  assert.match(refused.message, /The kernel's log ends:\nline 4\n(.*\n)*line 8$/);
  assert.not.match(refused.message, "line 3");
});

test("is() knows the errors of another copy, and no others", () => {
  class Copy extends Error {}
  const copy = new Copy();
  Object.defineProperty(copy, Symbol.for("@bpf/syscall.BpfError"), { value: true });
  assert.ok(BpfError.is(copy));
  assert.ok(BpfError.is(new BpfError(-1, { syscall: "bpf" })));
  for (const other of [new Error("ENOENT"), null, undefined, "ENOENT", {}]) assert.not(BpfError.is(other));
});

test("errno names agree with the C compiler's <errno.h>", () => {
  const macros = execFileSync("c++", ["-E", "-dM", "-include", "errno.h", "-x", "c", "/dev/null"], {
    encoding: "utf8",
  });
  const numbers = [...macros.matchAll(/^#define (E[A-Z0-9]+) (\d+)$/gm)];
  assert.ok(numbers.length > 120);
  for (const [, name, number] of numbers) assert.is(errnoName(Number(number)), name);
});

test.run();
