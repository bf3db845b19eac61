import { bytesAt, pointer, type Struct, text, u32, u64 } from "../struct/field.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: struct bpf_prog_info */
export const PROG_INFO = {
  type: "struct bpf_prog_info",
  size: 232,
  fields: {
    type: u32(0),
    id: u32(4),
    tag: bytesAt(8, 8),
    jited_prog_len: u32(16),
    xlated_prog_len: u32(20),
    load_time: u64(40),
    created_by_uid: u32(48),
    nr_map_ids: u32(52),
    map_ids: pointer(56),
    name: text(64, 16),
    ifindex: u32(80),
    /** Bit fields, without a name in C: gpl_compatible. */
    flags: u32(84),
    netns_dev: u64(88),
    netns_ino: u64(96),
    btf_id: u32(128),
    run_time_ns: u64(192),
    run_cnt: u64(200),
    recursion_misses: u64(208),
    verified_insns: u32(216),
    attach_btf_obj_id: u32(220),
    attach_btf_id: u32(224),
  },
} as const satisfies Struct;
