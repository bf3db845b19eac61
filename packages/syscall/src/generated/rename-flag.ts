// Made by scripts/constants/generate.mjs from the BTF of Linux 7.2; do not edit.
/** Flags of renameat2(2); macros of linux/fs.h. */
export const RenameFlag = {
  NOREPLACE: 1,
  EXCHANGE: 2,
  WHITEOUT: 4,
} as const;
export type RenameFlag = (typeof RenameFlag)[keyof typeof RenameFlag];
