/** Where types of the kernel and of its modules are found. */
import { BtfKind } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { KernelTypes, kernelTypesFrom, openObject } from "../../src/kernel-types/kernel-types.js";
import { readObject } from "../core/objects.js";
import { moduleBtf } from "./module-btf.js";

const base = readObject("core/hooks").btf!;
const prototype = base.find("do_unlinkat", BtfKind.FUNC)!.type;
const vmlinux = { name: "vmlinux", btf: base, id: 1 };
const first = { name: "first", btf: moduleBtf(base, ["of_both", "do_unlinkat"], prototype), id: 7 };
const second = { name: "second", btf: moduleBtf(base, ["of_both", "of_second"], prototype), id: 8 };
const types = new KernelTypes(vmlinux, [first, second]);

test("the kernel proper comes before its modules, and they in their order", () => {
  assert.is(types.find("do_unlinkat", BtfKind.FUNC)!.object, vmlinux);
  assert.is(types.find("of_both", BtfKind.FUNC)!.object, first);
  assert.is(types.find("of_second", BtfKind.FUNC)!.object, second);
  assert.is(types.find("of_nobody", BtfKind.FUNC), undefined);
});

test("a module's own function, where the kernel has one of the name too", () => {
  const found = types.find("do_unlinkat", BtfKind.FUNC, "first")!;
  assert.is(found.object, first);
  assert.is(found.id, base.typeCount + 1);
  assert.is(types.find("of_both", BtfKind.FUNC, "second")!.object, second);
});

test("a module does not have what is the kernel's, nor another module's", () => {
  assert.is(types.find("do_rmdir", BtfKind.FUNC, "first"), undefined);
  assert.is(types.find("of_second", BtfKind.FUNC, "first"), undefined);
  assert.is(types.find("of_both", BtfKind.FUNC, "vmlinux"), undefined);
  assert.is(types.find("of_both", BtfKind.FUNC, "third"), undefined);
});

test("the kind counts", () => {
  assert.is(types.find("do_unlinkat", BtfKind.TYPEDEF), undefined);
  assert.ok(types.find("btf_trace_sched_switch", BtfKind.TYPEDEF));
});

test("types from bytes and from a file, which have no modules", () => {
  const given = kernelTypesFrom(base.bytes);
  assert.ok(given.find("do_unlinkat", BtfKind.FUNC));
  assert.equal([given.modules.length, openObject(given.vmlinux)], [0, undefined]);
  for (const source of ["/nowhere/at/all", new Uint8Array(10)])
    assert.throws(
      () => kernelTypesFrom(source),
      (error: unknown) => LoadError.is(error) && error.code === "ERR_KERNEL_TYPES",
    );
});

/** A kernel whose modules come and go. */
function changing() {
  const present = new Map<number, { name: string; bytes: Uint8Array }>();
  const types = new KernelTypes(vmlinux, undefined, {
    next: (id) => [...present.keys()].sort((a, b) => a - b).find((one) => one > id),
    read: (id) => present.get(id),
  });
  const owner = (name: string, module?: string): number | undefined =>
    types.find(name, BtfKind.FUNC, module)?.object.id;
  return { present, types, owner };
}

test("a module that is loaded again is found as what it is now", () => {
  const { present, types, owner } = changing();
  present.set(1, { name: "vmlinux", bytes: base.bytes });
  present.set(7, { name: "first", bytes: first.btf.bytes });
  present.set(8, { name: "second", bytes: second.btf.bytes });
  assert.equal([owner("of_both"), owner("of_second"), types.modules.length], [7, 8, 2]);
  present.delete(7);
  assert.equal([owner("of_both"), owner("of_both", "first"), types.modules.length], [8, undefined, 1]);
  present.set(9, { name: "first", bytes: first.btf.bytes });
  assert.equal([owner("of_both", "first"), types.modules.length], [9, 2]);
  // The old one's types are still held by a descriptor.
  present.set(12, { name: "second", bytes: second.btf.bytes });
  assert.equal([owner("of_second"), types.modules.length], [12, 2]);
});

test("a module whose BTF does not parse hides no other", () => {
  const { present, types, owner } = changing();
  present.set(6, { name: "broken", bytes: first.btf.bytes.slice(0, 30) });
  present.set(7, { name: "garbage", bytes: new Uint8Array(100) });
  present.set(8, { name: "second", bytes: second.btf.bytes });
  assert.equal([owner("of_second"), owner("of_second")], [8, 8]);
  assert.equal(
    types.modules.map(({ name }) => name),
    ["second"],
  );
});

test.run();
