import { test } from "uvu";
import * as assert from "uvu/assert";
import { complaintOf } from "../../src/verifier/complaint.js";
import { cpuTime } from "../cpu-time.js";

const statistics =
  "processed 8 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0\n";

test("Linux 6.18: the line of C, its place, registers beside the instructions", () => {
  const { reason, instruction, quoted, before } = complaintOf(`0: R1=ctx() R10=fp0
; __u64 *value = bpf_map_lookup_elem(&counts, &key); @ unsound.bpf.c:18
6: (85) call bpf_map_lookup_elem#1    ; R0=map_value_or_null(id=1,map=counts,ks=4,vs=8)
7: (b7) r1 = 1                        ; R1=1
; *value = 1; /* no test for NULL @ all */ @ unsound.bpf.c:19
8: (7b) *(u64 *)(r0 +0) = r1
R0 invalid mem access 'map_value_or_null'
${statistics}`);
  assert.is(reason, "R0 invalid mem access 'map_value_or_null'");
  assert.is(instruction, 8);
  assert.equal(quoted, { text: "*value = 1; /* no test for NULL @ all */", place: "unsound.bpf.c:19" });
  assert.is(before.length, 4);
  assert.is(before.at(-1), "8: (7b) *(u64 *)(r0 +0) = r1");
});

test("Linux 6.1: registers beside the instructions, no place", () => {
  const { reason, instruction, quoted } = complaintOf(`0: R1=ctx(off=0,imm=0) R10=fp0
; int unsound(void *ctx)
0: (b7) r1 = 0                        ; R1_w=0
; return *(int *)0;
1: (61) r0 = *(u32 *)(r1 +0)
R1 invalid mem access 'scalar'
${statistics}`);
  assert.is(reason, "R1 invalid mem access 'scalar'");
  assert.is(instruction, 1);
  assert.equal(quoted, { text: "return *(int *)0;" });
});

test("Linux 5.15: a branch's registers on lines of their own", () => {
  const { reason, instruction, quoted, before } = complaintOf(`Unrecognized arg#0 type PTR
; void *data = (void *)(long)ctx->data;
0: (61) r2 = *(u32 *)(r1 +76)
; if (data + 12 > end)
1: (2d) if r2 > r3 goto pc+2
 R1=ctx(id=0,off=0,imm=0) R2_w=pkt(id=0,off=0,r=0,imm=0) R10=fp0

from 1 to 4: R1=ctx(id=0,off=0,imm=0) R2_w=pkt(id=0,off=0,r=0,imm=0) R10=fp0
; return data[12];
4: (71) r0 = *(u8 *)(r2 +12)
invalid access to packet, off=12 size=1, R2(id=0,off=12,r=0)
R2 offset is outside of the packet
${statistics}`);
  assert.is(
    reason,
    "invalid access to packet, off=12 size=1, R2(id=0,off=12,r=0)\nR2 offset is outside of the packet",
  );
  assert.is(instruction, 4);
  assert.equal(quoted, { text: "return data[12];" });
  assert.ok(before.includes("from 1 to 4: R1=ctx(id=0,off=0,imm=0) R2_w=pkt(id=0,off=0,r=0,imm=0) R10=fp0"));
});

test("Linux 5.10: how precise registers have to be is chatter, a line without text is passed over", () => {
  const { reason, instruction, quoted, before } = complaintOf(`; buf[index] = 1;
1252: (79) r1 = *(u64 *)(r10 -96)
1253: (0f) r1 += r2
last_idx 1253 first_idx 1245
regs=4 stack=0 before 1252: (79) r1 = *(u64 *)(r10 -96)
parent didn't have regs=4 stack=0 marks
; 
1254: (07) r3 += -1
 frame1: R0=map_value(id=0,off=0,ks=8,vs=144,imm=0) R1_w=invP(id=4) R10=fp0 fp-16=mmmmmmmm
invalid access to map value, value_size=144 off=2048 size=8
R4 max value is outside of the allowed memory range
${statistics}`);
  assert.match(reason, /^invalid access to map value.*\nR4 max value is outside/);
  assert.is(instruction, 1254);
  assert.equal(quoted, { text: "buf[index] = 1;" });
  assert.is(before.length, 4);
  assert.not.ok(before.some((line) => /regs=4 stack|last_idx/.test(line)));
});

test("what is found before the code is followed names its instruction", () => {
  assert.is(complaintOf(`back-edge from insn 3 to 1\n${statistics}`).instruction, 3);
  assert.is(complaintOf(`unreachable insn 5\n${statistics}`).instruction, 5);
  const none = complaintOf(`last insn is not an exit or jmp\n${statistics}`);
  assert.equal(none, { reason: "last insn is not an exit or jmp", before: [] });
});

test("a loop is told without the two states that are alike", () => {
  const { reason, instruction } = complaintOf(`; for (;;)
3: (05) goto pc-1
infinite loop detected at insn 3
cur state: R0=0 R1=ctx() R10=fp0
old state: R0=0 R1=ctx() R10=fp0
${statistics}`);
  assert.is(reason, "infinite loop detected at insn 3");
  assert.is(instruction, 3);
});

test("statistics of a higher level are left out", () => {
  const log = `0: (95) exit\nR0 !read_ok\nverification time 45 usec\nstack depth 0+8\n${statistics}`;
  assert.equal(complaintOf(log), { reason: "R0 !read_ok", instruction: 0, before: ["0: (95) exit"] });
  const glued = complaintOf(`invalid type id 4 in func info${statistics}`);
  assert.is(glued.reason, "invalid type id 4 in func info");
});

test("a remark on types before the code is the reason only where there is no other", () => {
  const remark = "arg#0 reference type('UNKNOWN ') size cannot be determined: -22";
  assert.is(complaintOf(`${remark}\nunknown opcode 8d\n${statistics}`).reason, "unknown opcode 8d");
  assert.is(complaintOf(`${remark}\n${statistics}`).reason, remark);
});

test("no log, and logs that are only statistics", () => {
  assert.equal(complaintOf(""), { reason: "", before: [] });
  assert.equal(complaintOf(statistics), { reason: "", before: [] });
});

test("no log takes long, whatever an object's own text puts into it", () => {
  const start = cpuTime();
  for (const piece of [
    " ",
    "\n",
    "\t R",
    "frame1: ",
    "R1_w",
    " @ ",
    ":1",
    "; ",
    "1: (",
    "from 1 to 1",
    "processed 1",
    "#",
  ]) {
    complaintOf(piece.repeat(300_000 / piece.length));
    complaintOf(
      `; ${piece.repeat(200_000 / piece.length)}\nR0 !read_ok ${piece.repeat(40_000 / piece.length)}`,
    );
  }
  assert.ok(cpuTime() - start < 3000, `${cpuTime() - start} ms`);
});

test("of a log of many megabytes only the end is looked at", () => {
  const log = `${"7: (b7) r1 = 1 ; R1=1\n".repeat(1_000_000)}; x(); @ a.c:1\n9: (95) exit\nR0 !read_ok\n${statistics}`;
  const start = cpuTime();
  const { reason, instruction } = complaintOf(log);
  assert.is(reason, "R0 !read_ok");
  assert.is(instruction, 9);
  assert.ok(cpuTime() - start < 500);
});

test.run();
