/** What a program's debug information is made of: one function, of type `int (void)`, and source lines. */
export interface DebugBtf {
  /** For btfLoad. */
  types: Uint8Array;
  functionInfo: Uint8Array;
  lineInfo: Uint8Array;
}

/**
 * BTF of `int NAME(void)`, and records that say that the program's first instruction begins it and that each of `lines`
 * is the source of the instruction at its index.
 */
export function debugBtf(name: string, lines: readonly string[]): DebugBtf {
  let strings = "\0";
  const place = (text: string): number => {
    const at = strings.length;
    strings += `${text}\0`;
    return at;
  };
  const [int, function_, file] = [place("int"), place(name), place("/src/test.c")];
  const kind = (number: number, vlen = 0): number => ((number << 24) | vlen) >>> 0;
  const types = [
    [int, kind(1), 4, 0x0100_0020], // 1: int, signed, 32 bits
    [0, kind(13), 1], // 2: int (void)
    [function_, kind(12, 1), 2], // 3: its function, global
  ].flat();
  const lineInfo = Uint32Array.from(
    lines.flatMap((text, index) => [index, file, place(text), ((index + 10) << 10) | 3]),
  );
  const bytes = new TextEncoder().encode(strings);
  const header = Uint32Array.of(0x0001_eb9f, 24, 0, types.length * 4, types.length * 4, bytes.length);
  return {
    types: Uint8Array.of(...words(header), ...words(Uint32Array.from(types)), ...bytes),
    functionInfo: words(Uint32Array.of(0, 3)),
    lineInfo: words(lineInfo),
  };
}

const words = (array: Uint32Array): Uint8Array => new Uint8Array(array.buffer);
