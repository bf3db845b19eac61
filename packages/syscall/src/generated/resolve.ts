// Made by scripts/constants/generate.mjs from the BTF of Linux 7.2; do not edit.
/** open_how.resolve of openat2(2), Linux 5.6 (CACHED: 5.12); macros of linux/openat2.h. */
export const Resolve = {
  NO_XDEV: 1,
  NO_MAGICLINKS: 2,
  NO_SYMLINKS: 4,
  BENEATH: 8,
  IN_ROOT: 16,
  CACHED: 32,
} as const;
export type Resolve = (typeof Resolve)[keyof typeof Resolve];
