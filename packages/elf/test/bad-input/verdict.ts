import { SHT_SYMTAB } from "../../src/elf/constants.js";
import { ElfFile } from "../../src/elf/file.js";
import type { Section } from "../../src/elf/section.js";
import { fitBtf, ParseError, type ParseErrorCode, parseObject } from "../../src/index.js";
import type { ObjectSpec } from "../../src/object/spec.js";
import { cpuTime } from "../cpu-time.js";

const CODES: Record<ParseErrorCode, true> = {
  ERR_ELF_MAGIC: true,
  ERR_ELF_CLASS: true,
  ERR_ELF_MACHINE: true,
  ERR_ELF_TYPE: true,
  ERR_ELF_TRUNCATED: true,
  ERR_ELF_MALFORMED: true,
  ERR_BTF_MALFORMED: true,
  ERR_BTF_EXT_MALFORMED: true,
  ERR_MAP_DEFINITION: true,
  ERR_MAP_LAYOUT: true,
  ERR_MAP_STATIC: true,
  ERR_MAP_DUPLICATE: true,
  ERR_MAP_PINNING: true,
  ERR_PROGRAM_MALFORMED: true,
};

/**
 * The only errors that may lack an offset: the BTF tells of a section of maps, and the file has none, so what is wrong
 * is that something is not there.
 */
const WITHOUT_PLACE: readonly { code: ParseErrorCode; message: RegExp; reason: string }[] = [
  {
    code: "ERR_MAP_STATIC",
    message: /^map .* is (?:extern|static); a map must be global$/s,
    reason: "a map that is extern lies in another object",
  },
  {
    code: "ERR_MAP_DEFINITION",
    message: /^section \.maps: the symbol table has no map .* in it$/s,
    reason: "a map without a section has no bytes, and no symbol",
  },
  {
    code: "ERR_MAP_DEFINITION",
    message: /^section \.maps: type \d+ in it is no variable$/,
    reason: "nothing of the section but its entry in the BTF exists",
  },
];

/** The longest that one input may take, and the most that the process may grow meanwhile. */
export const MAX_MILLISECONDS = 1000;
export const MAX_GROWTH_BYTES = 200 * 2 ** 20;

/** What became of all inputs of a run. */
export interface Totals {
  parsed: number;
  refused: number;
  slowest: number;
  codes: Map<string, number>;
  /** Largest resident set of the process while it ran, less that at the start. */
  growth: number;
}

/** Judges inputs one after the other; {@link Judge.judge} throws for one that breaks a promise of parseObject. */
export class Judge {
  readonly totals: Totals = { parsed: 0, refused: 0, slowest: 0, codes: new Map(), growth: 0 };
  readonly #startSize = process.memoryUsage.rss();
  #judged = 0;

  /** @returns The error's code, or "parsed". */
  judge(bytes: Uint8Array, what: () => string): string {
    const first = timed(bytes, what);
    const { verdict } = first;
    let { took } = first;
    // A busy machine may stop us at any moment; an input that is slow is slow each time.
    for (let again = 0; took > MAX_MILLISECONDS && again < 2; again++)
      took = Math.min(took, timed(bytes, what).took);
    const { totals } = this;
    totals.slowest = Math.max(totals.slowest, took);
    if (verdict === "parsed") totals.parsed++;
    else totals.refused++;
    totals.codes.set(verdict, (totals.codes.get(verdict) ?? 0) + 1);
    if (took > MAX_MILLISECONDS) throw new Error(`${what()} took ${Math.round(took)} ms`);
    if (this.#judged++ % 64 === 0) this.#measure(what);
    return verdict;
  }

  #measure(what: () => string): void {
    this.totals.growth = Math.max(this.totals.growth, process.memoryUsage.rss() - this.#startSize);
    if (this.totals.growth <= MAX_GROWTH_BYTES) return;
    throw new Error(`${what()}: the process grew by ${this.totals.growth >> 20} MB`);
  }
}

function timed(bytes: Uint8Array, what: () => string): { verdict: string; took: number } {
  const start = cpuTime();
  const verdict = parseAll(bytes, what);
  return { verdict, took: cpuTime() - start };
}

/** Parses, and reads all that a spec offers, what is decoded only on demand included. */
function parseAll(bytes: Uint8Array, what: () => string): string {
  try {
    const spec = parseObject(bytes, { name: "object" });
    checkSpec(spec, what);
    return readTypes(spec, what);
  } catch (error) {
    if (error instanceof ParseError) return checkError(error, bytes, what);
    throw new Error(`${what()}: ${error instanceof Error ? error.stack : error}`, { cause: error });
  }
}

/** Types that no map leads to are decoded when they are asked for, by an object that counts from the BTF's first byte. */
function readTypes(spec: ObjectSpec, what: () => string): string {
  try {
    if (spec.btf !== undefined) for (const type of spec.btf) void type.name;
    fitBtf(spec);
    return "parsed";
  } catch (error) {
    if (!(error instanceof ParseError) || error.code.startsWith("ERR_ELF_")) throw error;
    const { code, section, offset = -1 } = error;
    const size = new ElfFile(spec.bytes).section(".BTF")?.size ?? 0;
    if (code === "ERR_BTF_MALFORMED" && section === ".BTF" && offset >= 0 && offset <= size) return code;
    throw new Error(`${what()}: ${code} of its types, at ${offset} of ${size} in ${section}`, {
      cause: error,
    });
  }
}

function checkError(
  { code, message, section, offset }: ParseError,
  bytes: Uint8Array,
  what: () => string,
): string {
  const fail = (why: string) => {
    throw new Error(`${what()}: ${code} ${why}: ${message}`);
  };
  if (!Object.hasOwn(CODES, code)) fail("is no documented code");
  const isPlaceless = WITHOUT_PLACE.some((one) => one.code === code && one.message.test(message));
  if (
    offset === undefined &&
    !(isPlaceless && section === ".maps" && sectionsOf(bytes, ".maps").length === 0)
  )
    fail("has no offset");
  if (offset !== undefined && !(Number.isInteger(offset) && offset >= 0 && offset <= bytes.length))
    fail(`has the offset ${offset} in a file of ${bytes.length} bytes`);
  if (code.startsWith("ERR_ELF_")) return code; // of headers, which lie in no section, as well
  if (section === undefined) fail("has no section");
  // What is wrong with a symbol of the section is wrong in the table of symbols, whatever a mutation has named that.
  const tables = new ElfFile(bytes).sections.filter(({ type }) => type === SHT_SYMTAB);
  const places = [...sectionsOf(bytes, section!), ...tables];
  if (offset !== undefined && !places.some((at) => offset >= at.offset && offset <= at.offset + at.size))
    fail(`has the offset ${offset}, which is neither in section ${section} nor in a table of symbols`);
  return code;
}

const sectionsOf = (bytes: Uint8Array, wanted: string): Section[] =>
  new ElfFile(bytes).sections.filter(({ name }) => name === wanted);

function checkSpec({ maps, programs, warnings }: ObjectSpec, what: () => string): void {
  const fail = (why: string) => {
    throw new Error(`${what()}: a spec ${why}`);
  };
  for (const [name, map] of maps) {
    if (map.name !== name) fail(`keeps map ${map.name} as ${name}`);
    for (const number of [map.type, map.keySize, map.valueSize, map.maxEntries, map.flags])
      if (!(Number.isInteger(number) && number >= 0 && number <= 0xffff_ffff))
        fail(`of ${name} holds ${number}`);
    if (map.mapExtra < 0n || map.mapExtra >= 2n ** 64n) fail(`of ${name} has the map extra ${map.mapExtra}`);
    if (map.contents !== undefined && map.contents.length !== map.valueSize)
      fail(`of ${name} has other contents`);
  }
  for (const [name, { instructions, relocations }] of programs) {
    if (instructions.length === 0 || instructions.length % 8 !== 0) fail(`of ${name} has cut instructions`);
    for (const { offset } of relocations)
      if (!(offset >= 0 && offset < instructions.length)) fail(`of ${name} has a relocation at ${offset}`);
  }
  for (const warning of warnings) if (warning === "") fail("has an empty warning");
}
