import { bpfError } from "../bpf/call.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { objectInfo } from "../object/info.js";
import type { DecodedOf } from "../struct/decode.js";
import { pointer, type Struct, u32 } from "../struct/field.js";
import { FUNCTION_INFO_SIZE, LINE_INFO_SIZE } from "./record-size.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: struct bpf_prog_info */
export const PROG_DEBUG_INFO = {
  type: "struct bpf_prog_info",
  size: 176,
  fields: {
    btf_id: u32(128),
    func_info_rec_size: u32(132),
    func_info: pointer(136),
    nr_func_info: u32(144),
    nr_line_info: u32(148),
    line_info: pointer(152),
    line_info_rec_size: u32(172),
  },
} as const satisfies Struct;

/** What a program's instructions, as {@link progInstructions} gives them, come from. */
export interface ProgDebugInfo {
  /** Of the BTF object that holds the types, names and source lines; 0 for none. */
  btfId: number;
  /** `struct bpf_func_info[]`. */
  functionInfo: Uint8Array;
  /** Bytes of one record: 8, or more on a kernel that tells more. */
  functionInfoSize: number;
  /** `struct bpf_line_info[]`, its offsets those of the verified instructions. */
  lineInfo: Uint8Array;
  /** Bytes of one record: 16, or more on a kernel that tells more. */
  lineInfoSize: number;
}

/** The longest records that a kernel takes (MAX_FUNCINFO_REC_SIZE), and the most that are believed. */
const longestRecord = 252;
const mostRecords = 4 * 1024 * 1024;

/** How often lists that grew between two calls are asked for again. */
const attempts = 4;

type Info = DecodedOf<typeof PROG_DEBUG_INFO>;

/**
 * Functions and source lines of a program's instructions (BPF_OBJ_GET_INFO_BY_FD, Linux 5.0); empty for a program that
 * was loaded without, and for a process without CAP_BPF.
 *
 * @throws TypeError if `fd` is no program's; {@link BpfError}: EPROTO for records that cannot be.
 */
export function progDebugInfo(fd: BpfFd): ProgDebugInfo {
  requireKind(fd, "prog");
  let info = objectInfo(fd, PROG_DEBUG_INFO, {});
  for (let attempt = 1; ; attempt++) {
    requireRecord(info.func_info_rec_size, info.nr_func_info, FUNCTION_INFO_SIZE);
    requireRecord(info.line_info_rec_size, info.nr_line_info, LINE_INFO_SIZE);
    const functions = room(info.nr_func_info, info.func_info_rec_size);
    const lines = room(info.nr_line_info, info.line_info_rec_size);
    const filled = fill(fd, info, functions, lines);
    const whole = filled.nr_func_info <= info.nr_func_info && filled.nr_line_info <= info.nr_line_info;
    if (whole || attempt === attempts) {
      return {
        btfId: filled.btf_id,
        functionInfo: functions.subarray(0, filled.nr_func_info * info.func_info_rec_size),
        functionInfoSize: info.func_info_rec_size,
        lineInfo: lines.subarray(0, filled.nr_line_info * info.line_info_rec_size),
        lineInfoSize: info.line_info_rec_size,
      };
    }
    info = filled;
  }
}

/** The kernel takes its own record sizes only, and zeroes where nothing is asked for (set_info_rec_size). */
function fill(fd: BpfFd, info: Info, functions: Uint8Array, lines: Uint8Array): Info {
  return objectInfo(fd, PROG_DEBUG_INFO, {
    func_info_rec_size: info.func_info_rec_size,
    func_info: functions,
    nr_func_info: info.nr_func_info,
    line_info_rec_size: info.line_info_rec_size,
    line_info: lines,
    nr_line_info: info.nr_line_info,
  });
}

const EPROTO = 71;

function requireRecord(size: number, count: number, least: number): void {
  if (count === 0) return;
  if (size < least || size > longestRecord || count > mostRecords)
    throw bpfError(-EPROTO, "OBJ_GET_INFO_BY_FD");
}

const room = (count: number, size: number): Uint8Array => new Uint8Array(count * size);
