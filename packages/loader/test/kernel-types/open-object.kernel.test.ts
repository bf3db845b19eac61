import { BpfError } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { openObject, runningKernelTypes } from "../../src/kernel-types/kernel-types.js";

test("a module that is unloaded after it was found", () => {
  const { btf } = runningKernelTypes().vmlinux;
  // The kernel has not given out this id yet, and gives out none twice.
  const gone = { name: "gone", btf, id: 0x7fff_fff0 };
  assert.throws(
    () => openObject(gone),
    (error: unknown) =>
      LoadError.is(error) &&
      error.code === "ERR_KERNEL_TYPES" &&
      /module gone cannot be opened: it was unloaded meanwhile/.test(error.message) &&
      BpfError.is(error.cause),
  );
});

test("the running kernel's modules, asked for again and again", () => {
  const types = runningKernelTypes();
  const names = types.modules.map(({ name }) => name);
  assert.equal(
    types.modules.map(({ name }) => name),
    names,
  );
  assert.ok(!names.includes("vmlinux"));
});

test.run();
