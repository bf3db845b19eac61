/** Externs, static functions, tables of functions and the layout of `.kconfig`, against what the C sources say. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseBtf } from "../../src/btf/btf.js";
import { fitBtf } from "../../src/btf/fit.js";
import { kconfigLayout } from "../../src/btf/kconfig-layout.js";
import { parseObject } from "../../src/object/parse.js";
import { readObject } from "../objects.js";

for (const order of ["", "-be"]) {
  const link = parseObject(readObject(`core/link${order}`));

  test(`externs${order}`, () => {
    const brief = [...link.externs.values()].map(({ name, section, kind, weak }) => [
      name,
      `${section} ${kind}${weak ? " weak" : ""}`,
    ]);
    assert.equal(Object.fromEntries(brief), {
      CONFIG_HZ: ".kconfig variable",
      LINUX_KERNEL_VERSION: ".kconfig variable",
      CONFIG_BPF: ".kconfig variable weak",
      CONFIG_NOT_THERE: ".kconfig variable weak",
      CONFIG_LOCALVERSION: ".kconfig variable weak",
      CONFIG_BPF_JIT: ".kconfig variable weak",
      bpf_prog_fops: ".ksyms variable weak",
      bpf_prog_active: ".ksyms variable weak",
      not_in_any_kernel: ".ksyms variable weak",
      bpf_rcu_read_lock: ".ksyms function weak",
      bpf_rcu_not_there: ".ksyms function weak",
    });
  });

  test(`types of externs${order}`, () => {
    const btf = link.btf!;
    for (const { name, id, typeId, kind } of link.externs.values()) {
      assert.is(btf.nameOf(id), name);
      const type = btf.resolve(typeId);
      if (name === "bpf_prog_fops") assert.is(type.id, 0);
      if (kind === "function") assert.is(type.kind, 13);
      if (name === "CONFIG_LOCALVERSION") assert.is(type.kind === 3 && type.length, 20);
    }
  });

  test(`hidden functions become static in the BTF for the kernel, and nothing else changes${order}`, () => {
    const before = link.btf!;
    const after = parseBtf(fitBtf(link)!);
    for (const id of before.idsOf(12)) {
      const [own, fitted] = [before.type(id), after.type(id)];
      if (own.kind !== 12 || fitted.kind !== 12) throw new Error(`${id} is no function`);
      const expected = own.name === "hidden" ? "static" : own.linkage === "extern" ? "global" : own.linkage;
      assert.equal([fitted.name, fitted.linkage], [own.name, expected]);
    }
  });

  test(`variables of .ksyms are ints in the BTF for the kernel, whatever the object says${order}`, () => {
    const after = parseBtf(fitBtf(link)!);
    for (const { id, name, section, kind, typeId } of link.externs.values()) {
      const variable = after.type(id);
      if (kind !== "variable" || variable.kind !== 14) continue;
      assert.is(variable.name, name);
      const type = after.type(variable.type);
      if (section === ".kconfig") assert.is(variable.type, typeId);
      else assert.equal([type.kind, type.name], [1, "int"]);
    }
  });

  test(`static functions${order}`, () => {
    const isStatic = [...link.programs.values()].filter((one) => one.static).map(({ name }) => name);
    assert.equal(isStatic.sort(), ["again", "each", "leaf", "unused_by_most"]);
  });

  test(`.kconfig as libbpf lays it out${order}`, () => {
    // By hand from cmp_externs; test/externs/kconfig.test.ts of @bpf/loader compares the bytes with libbpf's.
    const { btf } = parseObject(readObject(`core/kconfig${order}`));
    const { size, offsets } = kconfigLayout(btf!);
    const byName = Object.fromEntries([...offsets].map(([id, offset]) => [btf!.nameOf(id), offset]));
    assert.equal(byName, {
      CONFIG_S64: 0,
      CONFIG_U64: 8,
      LINUX_SOMETHING: 16,
      CONFIG_NOWHERE: 24,
      CONFIG_S32: 28,
      CONFIG_TRISTATE: 32,
      CONFIG_U32: 36,
      LINUX_KERNEL_VERSION: 40,
      CONFIG_S16: 44,
      CONFIG_BOOL: 46,
      CONFIG_CHAR: 47,
      CONFIG_U8: 48,
      LINUX_HAS_BPF_COOKIE: 49,
      LINUX_HAS_SYSCALL_WRAPPER: 50,
      CONFIG_SHORT_TEXT: 51,
      CONFIG_TEXT: 55,
    });
    assert.is(size, 71);
  });
}

test("programs of tables of functions", () => {
  const { structOps } = parseObject(readObject("load/load-struct-ops"));
  const byProgram = [...structOps].sort((a, b) => (a.program < b.program ? -1 : 1));
  assert.equal(byProgram, [
    { program: "t_ssthresh", type: "tcp_congestion_ops", member: "ssthresh" },
    { program: "t_undo_cwnd", type: "tcp_congestion_ops", member: "undo_cwnd" },
  ]);
});

test("objects without externs have none", () => {
  const { externs, structOps } = parseObject(readObject("le/pinmap"));
  assert.equal([externs.size, structOps.length], [0, 0]);
});

test.run();
