/** A section of an ELF file. */
export interface SectionPlace {
  readonly name: string;
  readonly at: number;
  /** Bytes in the file. */
  readonly size: number;
}

const holdsNothing = 8;

/** Places of the sections of a sound ELF64 file of this machine's byte order, read here and not by our parser. */
export function sectionsOf(bytes: Uint8Array): { tableAt: number; sections: SectionPlace[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tableAt = Number(view.getBigUint64(40, true));
  const entry = view.getUint16(58, true);
  const headerOf = (index: number): number => tableAt + index * entry;
  const offsetOf = (header: number): number => Number(view.getBigUint64(header + 24, true));
  const names = offsetOf(headerOf(view.getUint16(62, true)));
  const sections = Array.from({ length: view.getUint16(60, true) }, (_, index) => {
    const header = headerOf(index);
    const start = names + view.getUint32(header, true);
    const name = Buffer.from(bytes.subarray(start, bytes.indexOf(0, start))).toString("latin1");
    const empty = view.getUint32(header + 4, true) === holdsNothing;
    const size = empty ? 0 : Number(view.getBigUint64(header + 32, true));
    return { name, at: offsetOf(header), size };
  });
  return { tableAt, sections };
}
