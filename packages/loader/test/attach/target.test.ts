/**
 * What programs' sections say of their places, on a made-up kernel. That the numbers are libbpf's on the running kernel is
 * shown by test/link/truth.test.ts.
 */
import { AttachType, BtfKind, type ProgramSpec, ProgramType } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { attachTarget } from "../../src/attach/target.js";
import { LoadError } from "../../src/errors.js";
import { kernelOf, readObject } from "../core/objects.js";

const programs = readObject("le/programs");
const btf = readObject("core/hooks").btf!;
const sources = { object: programs, kernelTypes: () => kernelOf(btf) };

const idOf = (name: string, kind: BtfKind): number => btf.findId(name, kind)!;

const places: Record<string, [attachType: number, name: string, kind: BtfKind]> = {
  p_tp_btf: [AttachType.TRACE_RAW_TP, "btf_trace_sched_switch", BtfKind.TYPEDEF],
  p_fentry: [AttachType.TRACE_FENTRY, "do_unlinkat", BtfKind.FUNC],
  p_fexit: [AttachType.TRACE_FEXIT, "do_unlinkat", BtfKind.FUNC],
  p_fentry_sleepable: [AttachType.TRACE_FENTRY, "do_unlinkat", BtfKind.FUNC],
  p_fmod_ret: [AttachType.MODIFY_RETURN, "do_unlinkat", BtfKind.FUNC],
  p_lsm: [AttachType.LSM_MAC, "bpf_lsm_file_open", BtfKind.FUNC],
  p_lsm_sleepable: [AttachType.LSM_MAC, "bpf_lsm_file_open", BtfKind.FUNC],
  p_lsm_cgroup: [AttachType.LSM_CGROUP, "bpf_lsm_socket_bind", BtfKind.FUNC],
  p_iter: [AttachType.TRACE_ITER, "bpf_iter_task", BtfKind.FUNC],
};
for (const [name, [attachType, target, kind]] of Object.entries(places))
  test(`${programs.programs.get(name)!.section}: ${target}`, () => {
    assert.equal(attachTarget(programs.programs.get(name)!, sources), {
      expectedAttachType: attachType,
      attachBtfId: idOf(target, kind),
      owned: false,
    });
  });

test("programs that are for no place of the kernel need no types of it", () => {
  const none = { object: programs, kernelTypes: () => assert.unreachable() as never };
  for (const name of [
    "p_socket",
    "p_kprobe",
    "p_tracepoint",
    "p_raw_tracepoint",
    "p_xdp",
    "p_cgroup_bind4",
    "p_syscall",
  ]) {
    const program = programs.programs.get(name)!;
    const expected = program.attachType === null ? {} : { expectedAttachType: program.attachType };
    assert.equal(attachTarget(program, none), { ...expected, owned: false }, name);
  }
});

const refused = (program: ProgramSpec, pattern: RegExp, name?: string) =>
  assert.throws(
    () => attachTarget(program, sources, name),
    (error: unknown) =>
      LoadError.is(error) &&
      error.code === "ERR_PROGRAM_TARGET" &&
      error.program === program.name &&
      pattern.test(error.message),
  );

const program = (name: string): ProgramSpec => programs.programs.get(name)!;

test("a target given over the section's", () => {
  assert.is(
    attachTarget(program("p_fentry"), sources, "do_rmdir").attachBtfId,
    idOf("do_rmdir", BtfKind.FUNC),
  );
});

test("near matches, without the kernel's prefixes", () => {
  refused(
    program("p_fentry"),
    /no function do_unlinka.* Did you mean do_unlinkat or do_unlink\?/,
    "do_unlinka",
  );
  refused(program("p_lsm"), /no LSM hook file_opn\. Did you mean file_open\?/, "file_opn");
  refused(program("p_iter"), /no iterator tsk\. Did you mean task\?/, "tsk");
  refused(program("p_tp_btf"), /no tracepoint sched_swich\. Did you mean sched_switch\?/, "sched_swich");
  refused(program("p_fentry"), /no function nothing_like_it\.$/, "nothing_like_it");
});

test("a module that is not there", () => {
  refused(program("p_fentry"), /module ext4 has no function do_unlinkat/, "ext4:do_unlinkat");
});

test("a section without a target", () => {
  refused({ ...program("p_fentry"), section: "fentry" }, /section fentry names no function/, "");
});

test("a target for a program that takes none", () => {
  for (const name of ["p_xdp", "p_kprobe", "p_socket", "p_struct_ops"]) {
    const { section } = program(name);
    const text = `section ${section} takes no target, and eth0 is given`;
    assert.throws(
      () => attachTarget(program(name), sources, "eth0"),
      (error: unknown) =>
        LoadError.is(error) && error.code === "ERR_PROGRAM_TARGET" && error.message.includes(text),
      name,
    );
  }
});

test("freplace needs the program whose function it is for", () => {
  refused(program("p_freplace"), /target it is for has to be given/);
});

test("members of tables of functions: the kernel's struct and its own index of the member", () => {
  const object = readObject("load/load-struct-ops");
  const of = (name: string) => attachTarget(object.programs.get(name)!, { ...sources, object });
  const struct = idOf("tcp_congestion_ops", BtfKind.STRUCT);
  assert.equal(of("t_ssthresh"), { expectedAttachType: 1, attachBtfId: struct, owned: false });
  // The kernel's struct has another member in front of it than the object's.
  assert.equal(of("t_undo_cwnd"), { expectedAttachType: 3, attachBtfId: struct, owned: false });
  // A flavour is another look at the same struct.
  const flavoured = {
    ...object,
    structOps: object.structOps.map((one) => ({ ...one, type: `${one.type}___mine` })),
  };
  const other = attachTarget(object.programs.get("t_ssthresh")!, { ...sources, object: flavoured });
  assert.equal(other, of("t_ssthresh"));
  refused(program("p_struct_ops"), /no variable of \.struct_ops names it/);
  const elsewhere = { object, kernelTypes: () => kernelOf(readObject("core/target-6").btf!) };
  assert.throws(
    () => attachTarget(object.programs.get("t_ssthresh")!, elsewhere),
    /no struct tcp_congestion_ops/,
  );
  assert.is(program("p_struct_ops").type, ProgramType.STRUCT_OPS);
});

test.run();
