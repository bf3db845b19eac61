/** Externs of the kernel that are not there, or not what the object says; that those found are libbpf's is for test/link. */
import { BtfKind, type ExternSpec } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { Kallsyms } from "../../src/externs/kallsyms.js";
import { resolveKsym } from "../../src/externs/ksyms.js";
import { KernelTypes } from "../../src/kernel-types/kernel-types.js";
import { readObject } from "../core/objects.js";
import { moduleBtf } from "../kernel-types/module-btf.js";

const object = readObject("core/link");
const btf = readObject("core/hooks").btf!;
const prototype = btf.find("do_unlinkat", BtfKind.FUNC)!.type;
const module = {
  name: "first",
  btf: moduleBtf(btf, ["bpf_rcu_read_lock", "bpf_rcu_not_ther"], prototype),
  id: 7,
};
const kernel = new KernelTypes({ name: "vmlinux", btf, id: 1 }, [module]);

const resolve = (name: string, change: Partial<ExternSpec> = {}) =>
  resolveKsym(object, { ...object.externs.get(name)!, ...change }, () => kernel, new Kallsyms());

const refused = (run: () => unknown, pattern: RegExp): void =>
  assert.throws(
    run,
    (error: unknown) =>
      LoadError.is(error) && error.code === "ERR_PROGRAM_EXTERN" && pattern.test(error.message),
  );

test("weak ones may be missing", () => {
  for (const name of ["bpf_prog_active", "not_in_any_kernel", "bpf_rcu_not_there"])
    assert.equal(resolve(name), { kind: "missing" }, name);
});

test("others may not, and near names are told", () => {
  refused(() => resolve("bpf_prog_active", { weak: false }), /no variable bpf_prog_active/);
  refused(
    () => resolve("bpf_rcu_not_there", { weak: false, name: "do_unlinkat_" }),
    /Did you mean do_unlinkat\?/,
  );
});

test("a function of another prototype is no match, weak or not", () => {
  for (const weak of [true, false])
    refused(() => resolve("bpf_rcu_read_lock", { weak }), /function bpf_rcu_read_lock has another type/);
});

test("a symbol without a type goes by its address", () => {
  const found = resolve("bpf_prog_fops", { name: "_stext", weak: false });
  assert.is(found.kind === "address" && found.address > 0n, true);
  assert.equal(resolve("bpf_prog_fops", { name: "no_such_symbol_anywhere" }), { kind: "missing" });
  refused(
    () => resolve("bpf_prog_fops", { name: "no_such_symbol_anywhere", weak: false }),
    /kallsyms has no/,
  );
});

test("addresses are those of the load, not of the process's first", () => {
  const at = (address: string) =>
    resolveKsym(
      object,
      { ...object.externs.get("bpf_prog_fops")!, name: "of_module" },
      () => kernel,
      new Kallsyms(() => `${address} d of_module\t[first]\n`),
    );
  assert.equal(at("ffffffffc0000000"), { kind: "address", address: 0xffffffffc0000000n });
  assert.equal(at("ffffffffc0001000"), { kind: "address", address: 0xffffffffc0001000n });
});

test.run();
