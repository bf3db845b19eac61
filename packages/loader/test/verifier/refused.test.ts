import { readFileSync } from "node:fs";
import { ProgramType, parseObject } from "@bpf/elf";
import { BpfError } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { INSTRUCTION_SIZE, Instructions } from "../../src/link/instruction.js";
import { linkObject } from "../../src/load/linked-object.js";
import type { Privileges } from "../../src/verifier/privileges.js";
import { type Refusal, refusedError } from "../../src/verifier/refused.js";
import { VerifierError } from "../../src/verifier/verifier-error.js";
import { Errno, linked, refusal, spec } from "./program.js";

const version = (major: number, minor: number): number => (major << 16) + (minor << 8);
const all: Privileges = { capabilities: (1n << 41n) - 1n, inUserNamespace: false, lockedMemory: undefined };

function refused(fields: Partial<Refusal> & Pick<Refusal, "error">): VerifierError {
  const error = refusedError({ program: linked(), kernel: version(6, 18), privileges: all, ...fields });
  if (VerifierError.is(error)) return error;
  throw error;
}

const sized = (count: number) =>
  linked({ instructions: new Instructions(new Uint8Array(count * INSTRUCTION_SIZE)) });

test("only a failure of BPF_PROG_LOAD becomes a VerifierError", () => {
  for (const error of [
    new TypeError("x"),
    new LoadError("ERR_PROGRAM_TARGET", "x"),
    new BpfError(-22, { syscall: "bpf", command: "BPF_BTF_LOAD" }),
    undefined,
  ]) {
    assert.is(refusedError({ program: linked(), error }), error);
  }
  const error = refused({ error: refusal(Errno.EACCES, "0: (95) exit\nR0 !read_ok\n") });
  assert.ok(LoadError.is(error) && error instanceof LoadError);
  assert.is(error.code, "ERR_PROGRAM_REFUSED");
  assert.is((error.cause as BpfError).code, "EACCES");
  assert.is(error.log, "0: (95) exit\nR0 !read_ok\n");
  assert.not.ok(Object.keys(error).includes("log"));
});

test("the message has the complaint, the place and the instructions", () => {
  const log = `; return x; @ a.bpf.c:3\n0: (b7) r1 = 0   ; R1=0\n1: (61) r0 = *(u32 *)(r1 +0)\nR1 invalid mem access 'scalar'\n`;
  const error = refused({ error: refusal(Errno.EACCES, log) });
  assert.is(
    error.message,
    `The kernel refuses program prog (EACCES): R1 invalid mem access 'scalar'
  at a.bpf.c:3: return x;
    0: (b7) r1 = 0   ; R1=0
    1: (61) r0 = *(u32 *)(r1 +0)`,
  );
  assert.is(error.source, "a.bpf.c:3");
  assert.is(error.line, "return x;");
  assert.is(error.program, "prog");
});

test("what a terminal would follow, and lines without end, do not get into the message", () => {
  const log = `; x\u001b[31m\u009b31m${"y".repeat(5000)} @ a.c:1\n0: (95) exit ${"R".repeat(5000)}\nR0\u0007 ${"z".repeat(5000)}\n`;
  const { message } = refused({ error: refusal(Errno.EACCES, log) });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  assert.not.match(message, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  assert.ok(message.length < 1000, `${message.length}`);
  assert.ok(
    message
      .split("\n")
      .slice(1)
      .every((line) => line.length <= 118),
  );
});

test("addresses of the kernel are in the log alone", () => {
  const log =
    "4: (18) r1 = 0xffff888159634200       ; R1=map_ptr()\n6: (18) r2 = 0xfffffffffffffff0\nR1 bad\n";
  const error = refused({ error: refusal(Errno.EACCES, log) });
  assert.not.match(error.message, /ffff888/);
  assert.match(error.message, /r1 = 0x… {7}; R1=map_ptr\(\)\n {4}6: \(18\) r2 = 0xfffffffffffffff0/);
  assert.is(error.log, log);
});

test("where the log does not say the file, the object's line information does", () => {
  const file = new URL("../../../../testdata/objects/load/load-bad-rejected.o", import.meta.url);
  const object = parseObject(readFileSync(file), { name: "rejected" });
  const { programs } = linkObject(object, {}, () => {
    throw new Error("no relocation asks for the kernel's types");
  });
  const program = programs.find(({ spec: { name } }) => name === "unsound")!.link();
  const at = program.instructions.count - 2;
  const store = Array.from({ length: program.instructions.count }, (_, i) => i).find(
    (i) => program.instructions.opcode(i) === 0x7b,
  )!;
  assert.ok(store > 0 && store < at);
  const log = `; *value = 1; /* no test for NULL */\n${store}: (7b) *(u64 *)(r0 +0) = r1\nR0 invalid mem access\n`;
  const error = refused({ program, btf: object.btf, error: refusal(Errno.EACCES, log) });
  const source = readFileSync(
    new URL("../../../../testdata/load-bad-rejected.bpf.c", import.meta.url),
    "utf8",
  );
  const line = source.split("\n").findIndex((text) => text.includes("*value = 1;")) + 1;
  assert.is(error.source, `load-bad-rejected.bpf.c:${line}`);
  assert.match(error.line!, /^\*value = 1;/);
  const quoted = refused({ program, error: refusal(Errno.EACCES, log) });
  assert.is(quoted.source, undefined);
  assert.match(quoted.line!, /^\*value = 1;/);
});

test("a poisoned instruction is told as the field that is missing", () => {
  const main = spec("prog", { sectionOffset: 0x40 });
  const part = spec("part", { section: ".text", sectionOffset: 0x100 });
  const program = linked({
    spec: main,
    parts: [
      { spec: main, start: 0 },
      { spec: part, start: 10 },
    ],
  });
  const poisoned = new Map([
    [main, [{ offset: 0x48, program: "prog", missing: "field struct a.x" }]],
    [part, [{ offset: 0x110, program: "part", missing: "field struct b.y" }]],
  ]);
  const log = (at: number) => `${at}: (85) call unknown#195896080\ninvalid func unknown#195896080\n`;
  const error = refused({ program, poisoned, error: refusal(Errno.EINVAL, log(12)) });
  assert.is(error.symbol, "field struct b.y");
  assert.match(error.message, /\(EINVAL\): it needs field struct b\.y, which this kernel does not have\n/);
  assert.is(error.reason, "invalid func unknown#195896080");
  assert.is(refused({ program, poisoned, error: refusal(Errno.EINVAL, log(1)) }).symbol, "field struct a.x");
  const unplaced = refused({
    program,
    poisoned,
    error: refusal(Errno.EINVAL, "invalid func unknown#195896080\n"),
  });
  assert.match(unplaced.message, /it needs field struct a\.x or field struct b\.y,/);
});

test("helpers that are not there, and those that this program may not call", () => {
  const newer = refused({
    error: refusal(Errno.EINVAL, "5: (85) call unknown#181\ninvalid func unknown#181\n"),
  });
  assert.match(newer.message, /helper bpf_loop \(number 181\), which this kernel does not have/);
  assert.is(newer.symbol, "bpf_loop");
  const never = refused({
    error: refusal(Errno.EINVAL, "5: (85) call unknown#4711\ninvalid func unknown#4711\n"),
  });
  assert.match(never.message, /helper number 4711, which no kernel has/);
  const program = linked({ spec: spec("prog", { type: ProgramType.XDP }) });
  for (const said of ["unknown func", "program of this type cannot use helper"]) {
    const log = `5: (85) call bpf_skb_store_bytes#9\n${said} bpf_skb_store_bytes#9\n`;
    const error = refused({ program, error: refusal(Errno.EINVAL, log) });
    assert.match(
      error.message,
      /helper bpf_skb_store_bytes \(number 9\), which this kernel does not let it call/,
    );
    assert.match(error.message, /here type xdp/);
  }
});

test("a helper for GPL-compatible programs", () => {
  for (const said of [
    "cannot call GPL-restricted function from non-GPL compatible program",
    "cannot call GPL only function from proprietary program",
  ]) {
    const log = `9: (85) call bpf_get_current_task#35\n${said}\n`;
    const error = refused({ error: refusal(Errno.EINVAL, log) });
    assert.is(error.symbol, "bpf_get_current_task");
    assert.match(error.message, /"license" section/);
  }
});

test("a weak function of the kernel that is not there, and is called without a test", () => {
  const program = linked({
    sites: [
      { at: 3, reference: { kind: "kfunc", name: "bpf_new" } },
      { at: 4, reference: { kind: "map", map: "m" } },
    ],
  });
  const log = "4: (95) exit\ninvalid kernel function call not eliminated in verifier pass\n";
  const error = refused({ program, error: refusal(Errno.EINVAL, log) });
  assert.match(error.message, /it calls function bpf_new of the kernel, which this kernel does not have/);
  assert.is(error.symbol, "bpf_new");
});

test("a program that takes too long to verify is told its length", () => {
  const log =
    "0: (95) exit\nBPF program is too large. Processed 1000001 insn\nprocessed 1000001 insns (limit 1000000)\n";
  const error = refused({ program: sized(37), error: refusal(Errno.E2BIG, log) });
  assert.is(error.reason, "BPF program is too large. Processed 1000001 insn");
  assert.match(error.message, /The program has 37 instructions/);
});

test("EPERM: capabilities, user namespaces, the limit of locked memory", () => {
  const message = (privileges: Partial<Privileges>, kernel: number, type: number = ProgramType.SCHED_CLS) =>
    refused({
      program: linked({ spec: spec("prog", { type }) }),
      error: refusal(Errno.EPERM),
      kernel,
      privileges: { ...all, ...privileges },
    }).message;
  const bpfOnly = { capabilities: 1n << 39n };
  assert.match(message({ capabilities: 0n }, version(6, 1)), /lacks CAP_BPF and CAP_NET_ADMIN/);
  assert.match(message({ capabilities: 0n }, version(5, 4)), /lacks CAP_SYS_ADMIN/);
  assert.match(message(bpfOnly, version(6, 1)), /lacks CAP_NET_ADMIN/);
  assert.match(message(bpfOnly, version(6, 1), ProgramType.KPROBE), /lacks CAP_PERFMON/);
  assert.match(message({ inUserNamespace: true }, version(6, 1)), /user namespace/);
  assert.match(
    message({ lockedMemory: 65536 }, version(5, 10)),
    /RLIMIT_MEMLOCK, 65536 bytes\) may leave no room/,
  );
  assert.not.match(message({ lockedMemory: 65536 }, version(5, 11)), /MEMLOCK/);
  assert.not.match(message({ lockedMemory: undefined }, version(5, 10)), /MEMLOCK/);
  assert.match(message({}, version(6, 18)), /though the process has the capabilities\n.*type sched_cls/);
});

test("E2BIG without a word", () => {
  const message = (count: number, capabilities: bigint, kernel: number) =>
    refused({
      program: sized(count),
      error: refusal(Errno.E2BIG),
      kernel,
      privileges: { ...all, capabilities },
    }).message;
  assert.match(
    message(5000, 0n, version(6, 1)),
    /5000 instructions, and without CAP_BPF and CAP_NET_ADMIN the most is 4096/,
  );
  assert.match(message(5000, all.capabilities, version(4, 19)), /before Linux 5\.2 the most is 4096/);
  assert.match(message(50, all.capabilities, version(5, 10)), /newer than this kernel\n.*50 instructions/);
});

test("EINVAL without a word tells what was asked for", () => {
  const program = linked({ spec: spec("prog", { type: ProgramType.CGROUP_SKB, attachType: 0 }) });
  const error = refused({ program, error: refusal(Errno.EINVAL) });
  assert.match(error.message, /it was refused before it was verified/);
  assert.match(
    error.message,
    /type cgroup_skb, expected attach type cgroup_inet_ingress, with 1 instructions/,
  );
  assert.is(error.reason, "EINVAL");
  assert.is(error.log, "");
  const stopped = refused({ error: refusal(Errno.EINVAL, "0: (95) exit\n") });
  assert.is(stopped.message, "The kernel refuses program prog (EINVAL)\n    0: (95) exit");
});

test.run();
