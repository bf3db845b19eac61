// Made by scripts/constants/generate.mjs from the BTF of Linux 7.2; do not edit.
/** f_type of statfs(2); macros of linux/magic.h. */
export const FilesystemMagic = {
  BPF_FS: 3405662737,
} as const;
export type FilesystemMagic = (typeof FilesystemMagic)[keyof typeof FilesystemMagic];
