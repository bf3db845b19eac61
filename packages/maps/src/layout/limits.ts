/** Structs, unions and arrays inside each other; the kernel's limit for BTF (MAX_RESOLVE_DEPTH). */
export const maxDepth = 32;

/** Fields of a layout, those of nested structs counted each time that the struct is used. */
export const maxFields = 65_536;

/** Values of a layout: what decoding makes, each element of an array counted. */
export const maxValues = 2 ** 24;

/** Bytes: bpf(2) has 32 bits for the size of a key or value. */
export const maxSize = 2 ** 32 - 1;
