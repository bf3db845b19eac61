/** Bytes of a `struct bpf_insn`. */
export const INSTRUCTION_SIZE = 8;

/** Bytes of a `struct bpf_func_info`; every kernel takes longer ones that end with zeroes, and gives its own. */
export const FUNCTION_INFO_SIZE = 8;

/** Bytes of a `struct bpf_line_info`. */
export const LINE_INFO_SIZE = 16;
