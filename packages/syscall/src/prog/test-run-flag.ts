/** Flags of BPF_PROG_TEST_RUN (test.flags); macros of linux/bpf.h, BPF_F_TEST_* there. */
export const TestRunFlag = {
  /** On the CPU that `cpu` tells: raw tracepoints, Linux 5.10. */
  RUN_ON_CPU: 1,
  /** XDP: what the program passes or redirects really goes its way. Linux 5.18. */
  XDP_LIVE_FRAMES: 2,
  /** The packet has a complete checksum. Linux 6.11. */
  SKB_CHECKSUM_COMPLETE: 4,
} as const;
export type TestRunFlag = (typeof TestRunFlag)[keyof typeof TestRunFlag];
