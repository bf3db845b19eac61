/** enum bpf_core_relo_kind; include/uapi/linux/bpf.h. */
export const CoreKind = {
  FIELD_BYTE_OFFSET: 0,
  FIELD_BYTE_SIZE: 1,
  FIELD_EXISTS: 2,
  FIELD_SIGNED: 3,
  FIELD_LSHIFT_U64: 4,
  FIELD_RSHIFT_U64: 5,
  TYPE_ID_LOCAL: 6,
  TYPE_ID_TARGET: 7,
  TYPE_EXISTS: 8,
  TYPE_SIZE: 9,
  ENUMVAL_EXISTS: 10,
  ENUMVAL_VALUE: 11,
  TYPE_MATCHES: 12,
} as const;

export const isFieldBased = (kind: number): boolean => kind <= CoreKind.FIELD_RSHIFT_U64;

export const isEnumBased = (kind: number): boolean =>
  kind === CoreKind.ENUMVAL_EXISTS || kind === CoreKind.ENUMVAL_VALUE;

export const isTypeBased = (kind: number): boolean =>
  kind === CoreKind.TYPE_MATCHES || (kind >= CoreKind.TYPE_ID_LOCAL && kind <= CoreKind.TYPE_SIZE);
