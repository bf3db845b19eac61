/** Order of the bytes of a number in an object, its BTF included. */
export type ByteOrder = "little" | "big";
