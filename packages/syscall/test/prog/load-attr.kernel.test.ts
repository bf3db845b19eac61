import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ProgramType } from "../../src/index.js";
import { debugBtf } from "./debug-btf.js";
import { readsMap } from "./programs.js";

/** What reaches the kernel, as strace reads it: programs that this machine may not be able to load. */
const test = suite("the attribute of BPF_PROG_LOAD");
const index = new URL("../../dist/index.cjs", import.meta.url).pathname;

/** strace's words for the calls of BPF_PROG_LOAD that a script makes. */
function loads(script: string): string[] {
  const directory = mkdtempSync(join(tmpdir(), "strace-"));
  const output = join(directory, "calls");
  const wrapped = `
    const { btfLoad, mapCreate, progLoad } = require(${JSON.stringify(index)});
    const bytes = (array) => Uint8Array.from(array);
    const load = (attr) => { try { progLoad(attr); } catch (error) { if (error.syscall !== "bpf") throw error; } };
    ${script}`;
  try {
    const options = ["-f", "-qq", "-v", "-s", "4096", "-e", "trace=bpf", "-o", output];
    const { status, stderr } = spawnSync("strace", [...options, process.execPath, "-e", wrapped], {
      encoding: "utf8",
    });
    assert.is(`${status} ${stderr}`, "0 ");
    const calls = readFileSync(output, "utf8").split("\n");
    return calls.filter((call) => call.includes("bpf(BPF_PROG_LOAD"));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("what a tracing program names, and numbers of every field", () => {
  const [call = ""] = loads(`
    load({
      type: ${ProgramType.TRACING}, instructions: bytes(${JSON.stringify([...readsMap.slice(-8)])}), license: "Dual BSD/GPL",
      name: "traced", expectedAttachType: 24, flags: 16, kernelVersion: 0x050102, attachBtfId: 4242, log: false,
    });`);
  for (const text of [
    "prog_type=BPF_PROG_TYPE_TRACING",
    "insn_cnt=1",
    'license="Dual BSD/GPL"',
    "log_level=0, log_size=0, log_buf=NULL",
    "kern_version=KERNEL_VERSION(5, 1, 2)",
    /prog_flags=(BPF_F_SLEEPABLE|0x10)/,
    'prog_name="traced"',
    "expected_attach_type=BPF_TRACE_FENTRY",
    "func_info_cnt=0, line_info_rec_size=0, line_info=NULL, line_info_cnt=0, attach_btf_id=4242, attach_prog_fd=0",
    "144) =",
  ]) {
    assert.match(call, text);
  }
});

test("descriptors, debug information and log", () => {
  const { types, functionInfo, lineInfo } = debugBtf("answer", ["one", "two"]);
  const calls = loads(`
    const map = mapCreate({ type: 2, keySize: 4, valueSize: 4, maxEntries: 1 });
    const btf = btfLoad(bytes(${JSON.stringify([...types])}));
    const target = progLoad({
      type: 1, instructions: bytes(${JSON.stringify([...readsMap])}), license: "GPL", fds: [{ offset: 4, fd: map }],
      log: { level: 6, size: 4096 },
    });
    load({
      type: 28, instructions: bytes(${JSON.stringify([...readsMap])}), license: "GPL", attachTo: target, btf, attachBtfId: 3,
      functionInfo: bytes(${JSON.stringify([...functionInfo])}), lineInfo: bytes(${JSON.stringify([...lineInfo])}),
      fdArray: [undefined, map], log: false,
    });
`);
  assert.is(calls.length, 2, calls.join("\n"));
  const [filter, extension] = calls as [string, string];
  assert.match(
    filter,
    /insns=\[\{code=BPF_LD\|BPF_DW\|BPF_IMM, dst_reg=BPF_REG_1, src_reg=BPF_REG_1, off=0, imm=0x[0-9a-f]+/,
  );
  assert.match(filter, "log_level=6, log_size=4096");
  assert.match(extension, /prog_btf_fd=\d+, func_info_rec_size=8, func_info=0x[0-9a-f]+, func_info_cnt=1/);
  assert.match(extension, /line_info_rec_size=16, line_info=0x[0-9a-f]+, line_info_cnt=2, attach_btf_id=3/);
  assert.match(extension, /attach_prog_fd=[1-9]\d*/);
  assert.match(extension, /fd_array=0x[0-9a-f]+|extra_data="/);
});

test.run();
