// Made by scripts/constants/generate.mjs from the BTF of Linux 7.2; do not edit.
/** Flags of BPF_MAP_CREATE (map_flags); RDONLY, WRONLY and PATH_FD also of BPF_OBJ_GET (file_flags). */
export const MapFlag = {
  NO_PREALLOC: 1,
  NO_COMMON_LRU: 2,
  NUMA_NODE: 4,
  RDONLY: 8,
  WRONLY: 16,
  STACK_BUILD_ID: 32,
  ZERO_SEED: 64,
  RDONLY_PROG: 128,
  WRONLY_PROG: 256,
  CLONE: 512,
  MMAPABLE: 1024,
  PRESERVE_ELEMS: 2048,
  INNER_MAP: 4096,
  LINK: 8192,
  PATH_FD: 16384,
  VTYPE_BTF_OBJ_FD: 32768,
  TOKEN_FD: 65536,
  SEGV_ON_FAULT: 131072,
  NO_USER_CONV: 262144,
  RB_OVERWRITE: 524288,
} as const;
export type MapFlag = (typeof MapFlag)[keyof typeof MapFlag];
