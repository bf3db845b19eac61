// Made by scripts/constants/generate.mjs from the BTF of Linux 7.2; do not edit.
/** Sizes in bytes: of an object's name with its NUL, and of a program's tag; macros of linux/bpf.h. */
export const Limit = {
  OBJ_NAME_LEN: 16,
  TAG_SIZE: 8,
} as const;
export type Limit = (typeof Limit)[keyof typeof Limit];
