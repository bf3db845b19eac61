// Made by scripts/constants/generate.mjs from the BTF of Linux 7.2; do not edit.
/** Flags of BPF_PROG_LOAD (prog_flags); macros of linux/bpf.h. */
export const ProgramFlag = {
  STRICT_ALIGNMENT: 1,
  ANY_ALIGNMENT: 2,
  TEST_RND_HI32: 4,
  TEST_STATE_FREQ: 8,
  SLEEPABLE: 16,
  XDP_HAS_FRAGS: 32,
} as const;
export type ProgramFlag = (typeof ProgramFlag)[keyof typeof ProgramFlag];
