import { load } from "../bpf/load.js";
import { valueError } from "../errors/argument-error.js";
import { requireBytes } from "../errors/require-bytes.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { encode } from "../struct/encode.js";
import { fdAt, pointer, type Struct, text, u32 } from "../struct/field.js";

/** What BPF_PROG_LOAD takes, for programs that need no relocation. */
export interface ProgLoadAttr {
  type: number;
  /** 8 bytes each, in the machine's byte order. */
  instructions: Uint8Array;
  /** "GPL" for programs that call helpers of GPL-only kind. */
  license: string;
  /** At most 15 bytes of `[A-Za-z0-9_.]`. */
  name?: string | undefined;
  expectedAttachType?: number | undefined;
  /** See ProgramFlag. */
  flags?: number | undefined;
  ifindex?: number | undefined;
  /** What a tracing, LSM or extension program attaches to: a type of the kernel's BTF, or of `attachTo`'s. */
  attachBtfId?: number | undefined;
  /** A program, or a module's BTF object. */
  attachTo?: BpfFd | undefined;
  /** false: a failure is not tried again for the verifier's log. */
  log?: boolean | undefined;
}

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: "used by BPF_PROG_LOAD command" */
export const PROG_LOAD = {
  type: "union bpf_attr",
  size: 116,
  fields: {
    prog_type: u32(0),
    insn_cnt: u32(4),
    insns: pointer(8),
    license: pointer(16),
    log_level: u32(24),
    log_buf: pointer(32, 28),
    prog_flags: u32(44),
    prog_name: text(48, 16),
    prog_ifindex: u32(64),
    expected_attach_type: u32(68),
    attach_btf_id: u32(108),
    attach_prog_fd: fdAt(112),
  },
} as const satisfies Struct;

/**
 * Loads a program (BPF_PROG_LOAD).
 *
 * @throws {@link BpfError}, its `log` the verifier's: EINVAL, EACCES, E2BIG, EPERM (CAP_BPF, and by type CAP_NET_ADMIN
 * or CAP_PERFMON). RangeError if `instructions` is not a multiple of 8 bytes.
 */
export function progLoad(attr: ProgLoadAttr): BpfFd {
  const { type, instructions: given, license, name, expectedAttachType, flags, ifindex } = attr;
  const { attachBtfId, attachTo, log: wantsLog = true } = attr;
  requireBytes("instructions", given);
  // A copy, whose length nobody else has a say in.
  const instructions = new Uint8Array(given);
  if (instructions.length % 8 !== 0) {
    throw valueError(`instructions has ${instructions.length} bytes, not a multiple of 8`);
  }
  return load(
    "PROG_LOAD",
    (log) =>
      encode(PROG_LOAD, {
        prog_type: type,
        insn_cnt: instructions.length / 8,
        insns: instructions,
        license,
        log_level: log === undefined ? 0 : 1,
        log_buf: log,
        prog_flags: flags,
        prog_name: name,
        prog_ifindex: ifindex,
        expected_attach_type: expectedAttachType,
        attach_btf_id: attachBtfId,
        attach_prog_fd: attachTo,
      }),
    { kind: "prog", log: wantsLog },
  );
}
