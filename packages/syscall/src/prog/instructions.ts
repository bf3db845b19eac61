import type { BpfFd } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { objectInfo } from "../object/info.js";
import { pointer, type Struct, u32 } from "../struct/field.js";
import { INSTRUCTION_SIZE } from "./record-size.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: struct bpf_prog_info */
export const PROG_INSTRUCTIONS = {
  type: "struct bpf_prog_info",
  size: 40,
  fields: { xlated_prog_len: u32(20), xlated_prog_insns: pointer(32, 20) },
} as const satisfies Struct;

/** The longest program that is believed; the verifier looks at a million instructions, and may write more. */
const mostInstructions = 8 * 1024 * 1024;

/**
 * A program's instructions as the verifier left them ("xlated", as `bpftool prog dump xlated` shows them), 8 bytes
 * each, in the machine's byte order; without addresses unless kernel.kptr_restrict is 0. Empty where the kernel keeps
 * them to itself: from a process without CAP_BPF, and of programs with blinded constants (net.core.bpf_jit_harden)
 * while kptr_restrict is set.
 *
 * @throws TypeError if `fd` is no program's; {@link BpfError}.
 */
export function progInstructions(fd: BpfFd): Uint8Array {
  requireKind(fd, "prog");
  const { xlated_prog_len: length } = objectInfo(fd, PROG_INSTRUCTIONS, {});
  const bytes = new Uint8Array(Math.min(length, mostInstructions * INSTRUCTION_SIZE));
  if (bytes.length === 0) return bytes;
  const { xlated_prog_len: total } = objectInfo(fd, PROG_INSTRUCTIONS, { xlated_prog_insns: bytes });
  const told = bytes.subarray(0, Math.min(total, bytes.length));
  // No instruction is all zeroes: the kernel wrote none.
  return told.some((byte) => byte !== 0) ? told : new Uint8Array();
}
