import { fdAt, pointer, type Struct, text, u32 } from "../struct/field.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: "used by BPF_PROG_LOAD command" */
export const PROG_LOAD = {
  type: "union bpf_attr",
  size: 144,
  fields: {
    prog_type: u32(0),
    insn_cnt: u32(4),
    insns: pointer(8),
    license: pointer(16),
    log_level: u32(24),
    log_buf: pointer(32, 28),
    kern_version: u32(40),
    prog_flags: u32(44),
    prog_name: text(48, 16),
    prog_ifindex: u32(64),
    expected_attach_type: u32(68),
    prog_btf_fd: fdAt(72),
    func_info_rec_size: u32(76),
    func_info: pointer(80),
    func_info_cnt: u32(88),
    line_info_rec_size: u32(92),
    line_info: pointer(96),
    line_info_cnt: u32(104),
    attach_btf_id: u32(108),
    attach_prog_fd: fdAt(112),
    fd_array: pointer(120),
    log_true_size: u32(140),
  },
} as const satisfies Struct;
