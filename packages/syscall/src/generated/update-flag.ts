// Made by scripts/constants/generate.mjs from the BTF of Linux 7.2; do not edit.
/** Flags of BPF_MAP_UPDATE_ELEM and its relatives. */
export const UpdateFlag = {
  ANY: 0,
  NOEXIST: 1,
  EXIST: 2,
  LOCK: 4,
  CPU: 8,
  ALL_CPUS: 16,
} as const;
export type UpdateFlag = (typeof UpdateFlag)[keyof typeof UpdateFlag];
