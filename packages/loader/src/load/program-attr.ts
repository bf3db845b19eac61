import { type ObjectSpec, type ProgramSpec, ProgramType } from "@bpf/elf";
import { type BpfFd, type ProgLoadAttr, ProgramFlag } from "@bpf/syscall";
import { kernelVersion } from "../externs/kernel-version.js";
import type { LinkedProgram } from "../link/link.js";
import { kernelName } from "../names.js";
import type { LoadableProgram } from "./select.js";
import { functionBytes, lineBytes } from "./source-bytes.js";

/** What BPF_PROG_LOAD is told of a program, but for descriptors of maps and the place that it is for. */
export function programAttr(
  { license, version }: ObjectSpec,
  { spec, instructions, functions, lines }: LinkedProgram & { readonly spec: LoadableProgram },
  btf: BpfFd | undefined,
): ProgLoadAttr {
  // Of its source only what the kernel can name by the object's BTF.
  const functionInfo = btf && functionBytes(functions);
  return {
    type: spec.type,
    name: kernelName(spec.name),
    instructions: instructions.bytes,
    license,
    flags: flagsOf(spec),
    // Kernels before 5.0 compare it for kprobes; libbpf always gives it.
    ...(spec.type === ProgramType.KPROBE && { kernelVersion: version ?? kernelVersion() }),
    ...(functionInfo && { btf, functionInfo, lineInfo: lineBytes(lines) }),
  };
}

/** What the section's name says: `.s` programs may sleep (Linux 5.10), `.frags` ones take packets in pieces (5.18). */
function flagsOf({ sleepable, section }: ProgramSpec): number {
  const frags = /^\??xdp\.frags(?:\/|$)/.test(section);
  return (sleepable ? ProgramFlag.SLEEPABLE : 0) | (frags ? ProgramFlag.XDP_HAS_FRAGS : 0);
}
