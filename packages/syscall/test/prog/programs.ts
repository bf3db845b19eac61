/** `r0 = 0; exit`, little endian. */
export const returnZero = Uint8Array.from([0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]);

/** `r1 = map (ldimm64 with BPF_PSEUDO_MAP_FD); r0 = 0; exit`. */
export function usesMap(fd: number): Uint8Array {
  const load = new Uint8Array(16);
  load.set([0x18, 0x11]);
  new DataView(load.buffer).setInt32(4, fd, true);
  return Uint8Array.of(...load, ...returnZero);
}

/** One instruction, little endian. */
export function instruction(code: number, dst = 0, src = 0, offset = 0, immediate = 0): Uint8Array {
  const bytes = new Uint8Array(8);
  bytes.set([code, dst | (src << 4)]);
  const view = new DataView(bytes.buffer);
  view.setInt16(2, offset, true);
  view.setInt32(4, immediate, true);
  return bytes;
}

export function assemble(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** BPF_PSEUDO_MAP_FD and BPF_PSEUDO_MAP_IDX, the source register of a load of 64 bits. */
export const pseudo = { mapFd: 1, mapIndex: 5 };

/** `dst = immediate` of 64 bits; two instructions. */
export const load64 = (dst: number, src = 0, immediate = 0): Uint8Array =>
  assemble(instruction(0x18, dst, src, 0, immediate), instruction(0));

export const mov = (dst: number, immediate: number): Uint8Array => instruction(0xb7, dst, 0, 0, immediate);
export const copy = (dst: number, src: number): Uint8Array => instruction(0xbf, dst, src);
export const add = (dst: number, immediate: number): Uint8Array => instruction(0x07, dst, 0, 0, immediate);
export const call = (helper: number): Uint8Array => instruction(0x85, 0, 0, 0, helper);
export const exit = instruction(0x95);

/** `dst = *(u32 *)(src + offset)` and `*(u32 *)(dst + offset) = src`. */
export const loadWord = (dst: number, src: number, offset: number): Uint8Array =>
  instruction(0x61, dst, src, offset);
export const storeWord = (dst: number, src: number, offset: number): Uint8Array =>
  instruction(0x63, dst, src, offset);

/** `r0 = the first element's value of r1, a map with keys of 4 bytes`; 0 without one. Seven instructions. */
export const lookupFirst = assemble(
  instruction(0x62, 10, 0, -4, 0), // *(u32 *)(r10 - 4) = 0
  copy(2, 10),
  add(2, -4),
  call(1), // bpf_map_lookup_elem
);

/** Returns the first value of a map that its first instruction loads, whose descriptor goes to byte 4. */
export const readsMap = assemble(
  load64(1, pseudo.mapFd),
  lookupFirst,
  instruction(0x15, 0, 0, 1, 0), // if r0 == 0 goto exit
  loadWord(0, 0, 0),
  exit,
);

/** Goes `rounds` times round, and returns 0. The verifier goes round as often: some microseconds each. */
export const loops = (rounds: number): Uint8Array =>
  assemble(mov(0, 0), mov(1, 0), add(1, 1), instruction(0xa5, 1, 0, -2, rounds), exit);
