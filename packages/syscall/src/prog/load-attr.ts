import type { BpfFd } from "../fd/bpf-fd.js";

/** What BPF_PROG_LOAD takes. */
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
  /** LINUX_VERSION_CODE of the running kernel, which kprobes had to give before Linux 5.0; ignored since. */
  kernelVersion?: number | undefined;
  /** What a tracing, LSM or extension program attaches to: a type of the kernel's BTF, or of `attachTo`'s. */
  attachBtfId?: number | undefined;
  /** A program, or (Linux 5.11) a module's BTF object. */
  attachTo?: BpfFd | undefined;
  /** Descriptors that instructions name: the verifier looks for maps and modules' BTF objects in them. */
  fds?: readonly InstructionFd[] | undefined;
  /**
   * What instructions name by index: modules' BTF objects of kfunc calls (Linux 5.16), and maps (5.14). Slot 0 of a
   * kfunc call is the kernel itself; `undefined` leaves a slot without a descriptor.
   */
  fdArray?: readonly (BpfFd | undefined)[] | undefined;
  /** Holds the types of the two below. */
  btf?: BpfFd | undefined;
  /** `struct bpf_func_info[]`, 8 bytes each. */
  functionInfo?: Uint8Array | undefined;
  /** `struct bpf_line_info[]`, 16 bytes each. */
  lineInfo?: Uint8Array | undefined;
  /**
   * The verifier's log. true (the default): a failure is tried again for it, and the error has it. false: it is not.
   * An object: there is one from the start, which takes time, also of a success.
   */
  log?: boolean | VerifierLog | undefined;
}

/** A descriptor in an instruction. The number is put in place by the addon, in a copy of the instructions. */
export interface InstructionFd {
  /** In bytes, of the immediate (s32) that takes the number: 8 × the instruction's index + 4. */
  offset: number;
  fd: BpfFd;
}

/** What the verifier is to tell. */
export interface VerifierLog {
  /**
   * Of these bits (BPF_LOG_* in the kernel): 1 the instructions on the way to what it refuses, 2 all that it looked at
   * with the state at each, which may be hundreds of megabytes, 4 statistics (Linux 5.2).
   */
  level: number;
  /**
   * Bytes of the first buffer; 64 KiB if left out. Where the log does not fit, the program is loaded again with a
   * larger one, up to 1 GiB.
   */
  size?: number | undefined;
  /** Takes the log of a program that was loaded. If it throws, so does the call, and the program is closed. */
  onLog?: ((log: string) => void) | undefined;
}
