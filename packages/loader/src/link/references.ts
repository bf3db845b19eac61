import type { MapSpec, ObjectSpec, ProgramSpec, Relocation } from "@bpf/elf";
import { LoadError } from "../errors.js";
import { FunctionIndex } from "./functions.js";
import { CALL, INSTRUCTION_SIZE, type Instructions, Pseudo } from "./instruction.js";
import type { Reference, Site } from "./reference.js";

const STT_SECTION = 3;

const isMapsSection = (section: string): boolean =>
  section === ".maps" || section === "maps" || section.startsWith("maps/");

/** Constants that name a descriptor, an index of one, or a type. */
const namesSomething: ReadonlySet<number> = new Set<number>([
  Pseudo.MAP_FD,
  Pseudo.MAP_VALUE,
  Pseudo.BTF_ID,
  Pseudo.FUNC,
  Pseudo.MAP_IDX,
  Pseudo.MAP_IDX_VALUE,
]);

/** Finds what the instructions of an object's functions name. */
export class References {
  readonly #object: ObjectSpec;
  readonly #functions: FunctionIndex;
  readonly #codeSections: ReadonlySet<string>;
  /** Data maps by section, others by section and symbol. */
  readonly #maps = new Map<string, MapSpec>();

  constructor(object: ObjectSpec) {
    this.#object = object;
    this.#functions = new FunctionIndex(object);
    this.#codeSections = new Set([...object.programs.values()].map(({ section }) => section));
    for (const map of object.maps.values())
      this.#maps.set(map.definition === "data" ? map.section : `${map.section}\0${map.symbol}`, map);
  }

  /**
   * All that a function's instructions name, in their order.
   * @param code the function's instructions, which may have been changed since they were parsed, but not moved
   * @throws LoadError ERR_PROGRAM_LINK
   */
  of(spec: ProgramSpec, code: Instructions): Site[] {
    const sites: Site[] = [];
    const relocations = new Map(spec.relocations.map((one) => [one.offset, one]));
    for (let at = 0; at < code.count; at += code.isWide(at) ? 2 : 1) {
      const relocation = relocations.get(at * INSTRUCTION_SIZE);
      relocations.delete(at * INSTRUCTION_SIZE);
      const reference =
        relocation === undefined
          ? this.#unrelocated(spec, code, at)
          : this.#relocated(spec, code, at, relocation);
      if (reference !== undefined) sites.push({ at, reference });
    }
    const [left] = relocations.values();
    if (left !== undefined) throw linkError(spec, left, "has a relocation and is none that takes one");
    return sites;
  }

  /** A call of a static function in the same section has no relocation: it counts from the instruction. */
  #unrelocated(spec: ProgramSpec, code: Instructions, at: number): Reference | undefined {
    const place = { offset: at * INSTRUCTION_SIZE, symbol: "" };
    if (code.opcode(at) === CALL && code.source(at) === Pseudo.CALL) {
      const target = spec.sectionOffset / INSTRUCTION_SIZE + at + code.immediate(at) + 1;
      return { kind: "call", target: this.#functionAt(spec, spec.section, target, place) };
    }
    const named = code.isWide(at)
      ? namesSomething.has(code.source(at))
      : code.opcode(at) === CALL && code.source(at) === Pseudo.KFUNC_CALL;
    if (!named) return undefined;
    throw linkError(
      spec,
      place,
      "names a descriptor or a type by its number, which means nothing outside the process that wrote it",
    );
  }

  #relocated(spec: ProgramSpec, code: Instructions, at: number, relocation: Relocation): Reference {
    const { symbol, symbolSection } = relocation;
    if (symbolSection === undefined) return this.#extern(spec, code, at, relocation);
    if (isMapsSection(symbolSection)) return this.#map(spec, code, at, relocation);
    if (this.#codeSections.has(symbolSection)) return this.#function(spec, code, at, relocation);
    const data = this.#maps.get(symbolSection);
    if (data === undefined)
      throw linkError(
        spec,
        relocation,
        `refers to ${symbol} in section ${symbolSection}, which no map holds`,
      );
    if (!code.isWide(at))
      throw linkError(spec, relocation, `refers to ${symbolSection} without a 64-bit constant`);
    const offset = Number(relocation.symbolValue) + code.immediate(at);
    if (offset < 0 || offset >= data.valueSize) {
      const reach = `byte ${offset} of ${symbolSection}, which has ${data.valueSize} bytes`;
      throw linkError(spec, relocation, `refers to ${reach}`);
    }
    return { kind: "map-value", map: data.name, offset };
  }

  #map(spec: ProgramSpec, code: Instructions, at: number, relocation: Relocation): Reference {
    const { symbol, symbolSection, symbolType } = relocation;
    const map = this.#maps.get(`${symbolSection}\0${symbol}`);
    if (map !== undefined && code.isWide(at)) return { kind: "map", map: map.name };
    const why =
      symbolType === STT_SECTION
        ? "a static map, which no loader can find: declare it without `static`"
        : `${symbol} of section ${symbolSection}, which is no map`;
    throw linkError(spec, relocation, `refers to ${why}`);
  }

  /** The target is the symbol plus what the instruction says: static functions go by their section's symbol. */
  #function(spec: ProgramSpec, code: Instructions, at: number, relocation: Relocation): Reference {
    const start = Number(relocation.symbolValue);
    const section = relocation.symbolSection!;
    if (code.opcode(at) === CALL && code.source(at) === Pseudo.CALL) {
      const target = start / INSTRUCTION_SIZE + code.immediate(at) + 1;
      return { kind: "call", target: this.#functionAt(spec, section, target, relocation) };
    }
    if (!code.isWide(at)) throw linkError(spec, relocation, "refers to a function without calling it");
    const target = (start + code.immediate(at)) / INSTRUCTION_SIZE;
    return { kind: "address", target: this.#functionAt(spec, section, target, relocation) };
  }

  #functionAt(
    spec: ProgramSpec,
    section: string,
    instruction: number,
    place: Pick<Relocation, "offset" | "symbol">,
  ): ProgramSpec {
    const found = this.#functions.at(section, instruction);
    if (found !== undefined) return found;
    throw linkError(
      spec,
      place,
      `refers to instruction ${instruction} of section ${section}, where no function begins`,
    );
  }

  #extern(spec: ProgramSpec, code: Instructions, at: number, relocation: Relocation): Reference {
    const { symbol } = relocation;
    const extern = this.#object.externs.get(symbol);
    if (extern === undefined) {
      const named = symbol === "" ? "a symbol without a name" : symbol;
      throw linkError(spec, relocation, `refers to ${named}, which is not defined, and no extern with BTF`);
    }
    const calls = code.opcode(at) === CALL && code.source(at) === Pseudo.CALL;
    if (extern.kind === "function" && calls) return { kind: "kfunc", name: symbol };
    if (code.isWide(at)) return { kind: "variable", name: symbol };
    throw linkError(spec, relocation, `uses the extern ${symbol} as no program can`);
  }
}

/** An instruction of `spec` that cannot be linked; `what` goes on from "the instruction at byte N". */
export function linkError(
  spec: ProgramSpec,
  { offset, symbol }: Pick<Relocation, "offset" | "symbol">,
  what: string,
): LoadError {
  const { name: program, section, sectionOffset } = spec;
  const place = { program, section, offset: sectionOffset + offset, symbol: symbol || undefined };
  const where = `byte ${place.offset} of section ${section}`;
  return new LoadError("ERR_PROGRAM_LINK", `Program ${program}: the instruction at ${where} ${what}.`, place);
}
