/** A type of BTF: its name, its kind and number of members as `info`, its size or type, and what follows. */
type TypeWords = readonly [name: string, info: number, sizeOrType: number, ...rest: (number | string)[]];

const kindInt = 1 << 24;
const kindStruct = 4 << 24;
const eightBytes = 64;
const fourBytes = 32;

const types: readonly TypeWords[] = [
  ["__u32", kindInt, 4, fourBytes],
  ["__u64", kindInt, 8, eightBytes],
  ["counters", kindStruct | 2, 16, "packets", 2, 0, "bytes", 2, 64],
];

/** Ids of the key's and the value's type in {@link standInBtf}. */
export const keyTypeId = 1;
export const valueTypeId = 3;

/**
 * BTF of a map from numbers to structs, as small as there is, in the byte order of this machine.
 * https://docs.kernel.org/bpf/btf.html
 */
export function standInBtf(): Uint8Array {
  let strings = "\0";
  const words = types.flat().map((word) => {
    if (typeof word === "number") return word;
    const at = strings.length;
    strings += `${word}\0`;
    return at;
  });
  const headerSize = 24;
  const typesSize = words.length * 4;
  const header = [0x0001_eb9f, headerSize, 0, typesSize, typesSize, strings.length];
  const bytes = new Uint8Array(headerSize + typesSize + strings.length);
  bytes.set(new Uint8Array(new Uint32Array([...header, ...words]).buffer));
  bytes.set(new TextEncoder().encode(strings), headerSize + typesSize);
  return bytes;
}
