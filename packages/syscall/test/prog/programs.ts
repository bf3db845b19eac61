/** `r0 = 0; exit`, little endian. */
export const returnZero = Uint8Array.from([0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]);

/** `r1 = map (ldimm64 with BPF_PSEUDO_MAP_FD); r0 = 0; exit`. */
export function usesMap(fd: number): Uint8Array {
  const load = new Uint8Array(16);
  load.set([0x18, 0x11]);
  new DataView(load.buffer).setInt32(4, fd, true);
  return Uint8Array.of(...load, ...returnZero);
}
