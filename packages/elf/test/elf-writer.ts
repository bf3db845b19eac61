/** Builds small ELF64 objects for tests, byte by byte, with none of the code under test. */
export interface WriterSection {
  name: string;
  type?: number;
  flags?: number;
  data?: Uint8Array;
  /** Size in the header, where it is not that of `data`. */
  size?: number | bigint;
  offset?: number | bigint;
  link?: number;
  info?: number;
  entrySize?: number;
}

export interface WriterSymbol {
  name: string;
  /** Name of its section; absent: undefined. A number is written as it is. */
  section?: string | number;
  value?: number | bigint;
  size?: number | bigint;
  type?: number;
  binding?: number;
  visibility?: number;
}

export interface WriterRelocations {
  /** Name of the relocated section. */
  of: string;
  rela?: boolean;
  entries: { offset: number | bigint; type?: number; symbol: number }[];
}

export interface WriterObject {
  big?: boolean;
  machine?: number;
  type?: number;
  sections?: WriterSection[];
  symbols?: WriterSymbol[];
  relocations?: WriterRelocations[];
}

const SHT = { PROGBITS: 1, SYMTAB: 2, STRTAB: 3, RELA: 4, NOBITS: 8, REL: 9 };

class Bytes {
  readonly array: number[] = [];
  constructor(readonly big: boolean) {}
  put(size: number, value: number | bigint): this {
    const bytes = Array.from({ length: size }, (_, at) => Number((BigInt(value) >> BigInt(8 * at)) & 0xffn));
    this.array.push(...(this.big ? bytes.reverse() : bytes));
    return this;
  }
}

/** The u32s of `values` in one byte order. */
export function words(values: number[], big = false): Uint8Array {
  const bytes = new Bytes(big);
  for (const value of values) bytes.put(4, BigInt.asUintN(32, BigInt(value)));
  return Uint8Array.from(bytes.array);
}

/**
 * The file. Its sections are: the null one, those given in their order, one `.rel`/`.rela` per entry of
 * `relocations`, `.symtab`, `.strtab` (which holds section names as well, as gobpf's objects do).
 */
export function writeElf(object: WriterObject): Uint8Array {
  const big = object.big ?? false;
  const given = object.sections ?? [];
  const indexOf = (name: string) => 1 + given.findIndex((section) => section.name === name);
  const relocations = object.relocations ?? [];
  const symtabIndex = 1 + given.length + relocations.length;
  let strings = "\0";
  const offsetOf = (name: string) => {
    if (name === "") return 0;
    const found = strings.indexOf(`\0${name}\0`);
    if (found >= 0) return found + 1;
    strings += `${name}\0`;
    return strings.length - name.length - 1;
  };

  const symtab = new Bytes(big).put(8, 0).put(8, 0).put(8, 0);
  for (const symbol of object.symbols ?? []) {
    const { name, section, value = 0, size = 0, type = 1, binding = 1, visibility = 0 } = symbol;
    const index = typeof section === "string" ? indexOf(section) : (section ?? 0);
    symtab
      .put(4, offsetOf(name))
      .put(1, (binding << 4) | type)
      .put(1, visibility)
      .put(2, index)
      .put(8, value)
      .put(8, size);
  }
  const sections: WriterSection[] = [{ name: "", type: 0 }, ...given];
  for (const { of, rela = false, entries } of relocations) {
    const data = new Bytes(big);
    for (const { offset, type = 1, symbol } of entries) {
      data.put(8, offset).put(8, (BigInt(symbol) << 32n) | BigInt(type));
      if (rela) data.put(8, 0);
    }
    sections.push({
      name: `.rel${rela ? "a" : ""}${of}`,
      type: rela ? SHT.RELA : SHT.REL,
      data: Uint8Array.from(data.array),
      link: symtabIndex,
      info: indexOf(of),
      entrySize: rela ? 24 : 16,
    });
  }
  const symbolBytes = Uint8Array.from(symtab.array);
  sections.push({
    name: ".symtab",
    type: SHT.SYMTAB,
    data: symbolBytes,
    link: symtabIndex + 1,
    entrySize: 24,
  });
  for (const { name } of sections) offsetOf(name);
  offsetOf(".strtab");
  sections.push({ name: ".strtab", type: SHT.STRTAB, data: new TextEncoder().encode(strings) });

  const body: number[] = [];
  const headers = new Bytes(big);
  for (const section of sections) {
    while (body.length % 8 !== 0) body.push(0);
    const { type = SHT.PROGBITS, data = new Uint8Array() } = section;
    const offset = section.offset ?? (type === 0 ? 0 : 64 + body.length);
    headers
      .put(4, offsetOf(section.name))
      .put(4, type)
      .put(8, section.flags ?? 0)
      .put(8, 0);
    headers.put(8, offset).put(8, section.size ?? data.length);
    headers
      .put(4, section.link ?? 0)
      .put(4, section.info ?? 0)
      .put(8, 8)
      .put(8, section.entrySize ?? 0);
    for (const byte of data) body.push(byte);
  }
  while (body.length % 8 !== 0) body.push(0);

  const header = new Bytes(big);
  for (const byte of [0x7f, 0x45, 0x4c, 0x46, 2, big ? 2 : 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    header.put(1, byte);
  header
    .put(2, object.type ?? 1)
    .put(2, object.machine ?? 247)
    .put(4, 1)
    .put(8, 0)
    .put(8, 0);
  header
    .put(8, 64 + body.length)
    .put(4, 0)
    .put(2, 64)
    .put(2, 0)
    .put(2, 0)
    .put(2, 64);
  header.put(2, sections.length).put(2, sections.length - 1);
  return Uint8Array.from([...header.array, ...body, ...headers.array]);
}

/** A `maps` or `maps/NAME` section with its definitions, each with a global OBJECT symbol of its size. */
export function legacyObject(
  section: string,
  definitions: { symbol: string; bytes: Uint8Array; symbolSize?: number }[],
  big = false,
): Uint8Array {
  const symbols: WriterSymbol[] = [];
  const data: number[] = [];
  for (const { symbol, bytes, symbolSize } of definitions) {
    symbols.push({ name: symbol, section, value: data.length, size: symbolSize ?? bytes.length });
    data.push(...bytes);
  }
  return writeElf({ big, sections: [{ name: section, data: Uint8Array.from(data) }], symbols });
}

/** The ParseError-like object that `run` throws; throws itself when `run` does not. */
export function thrown(run: () => unknown): {
  code?: string;
  section?: string;
  symbol?: string;
  offset?: number;
  message: string;
} {
  try {
    run();
  } catch (error) {
    return error as { code?: string; message: string };
  }
  throw new Error("nothing was thrown");
}
