import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type BpfError, readKernelTypes } from "../../src/index.js";
import { countFds } from "../open-fds.js";

const test = suite("the kernel's types");

test("they are what the file has", () => {
  const before = countFds();
  const types = readKernelTypes();
  assert.is(Buffer.compare(types, readFileSync("/sys/kernel/btf/vmlinux")), 0);
  assert.is(countFds(), before);
});

test("a file that cannot be mapped is read", () => {
  const path = "/sys/kernel/notes";
  assert.equal(Buffer.from(readKernelTypes(path)), readFileSync(path));
  const own = new URL(import.meta.url).pathname;
  assert.equal(Buffer.from(readKernelTypes(own)), readFileSync(own));
});

test("a kernel or module without them", () => {
  assert.throws(
    () => readKernelTypes("/sys/kernel/btf/no_such_module"),
    (error: BpfError) => error.code === "ENOENT" && error.path === "/sys/kernel/btf/no_such_module",
  );
});

test("a directory is EISDIR", () => {
  const before = countFds();
  assert.throws(
    () => readKernelTypes("/sys/kernel/btf"),
    (error: BpfError) => error.code === "EISDIR",
  );
  assert.is(countFds(), before);
});

test.run();
