import { fdAt, pointer, type Struct, u32 } from "../struct/field.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: "used by BPF_PROG_TEST_RUN command" */
export const PROG_TEST_RUN = {
  type: "union bpf_attr",
  size: 80,
  fields: {
    "test.prog_fd": fdAt(0),
    "test.retval": u32(4),
    "test.data_in": pointer(16, 8),
    "test.data_out": pointer(24, 12),
    "test.repeat": u32(32),
    "test.duration": u32(36),
    "test.ctx_in": pointer(48, 40),
    "test.ctx_out": pointer(56, 44),
    "test.flags": u32(64),
    "test.cpu": u32(68),
    "test.batch_size": u32(72),
  },
} as const satisfies Struct;
