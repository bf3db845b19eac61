import { STB_LOCAL, STT_FUNC, STV_HIDDEN, STV_INTERNAL } from "../elf/constants.js";
import { ElfFile } from "../elf/file.js";
import { NamedStarts } from "../elf/named-starts.js";
import type { ElfSymbol } from "../elf/symbol.js";
import { BtfKind } from "../generated/btf-kind.js";
import type { ObjectSpec } from "../object/spec.js";
import type { Btf } from "./btf.js";
import { BtfBuilder, typeInfo } from "./btf-builder.js";
import { externPrototypes, fitExtern, fitHidden, ksymVariables, nameParameters } from "./fit-externs.js";
import type { BtfFeatures } from "./fit-features.js";
import { fitInPlace } from "./fit-in-place.js";
import { emptyStruct, replaceKind, sectionWords } from "./fit-kinds.js";
import { fitNames } from "./fit-names.js";
import { fillSection, type SectionFacts } from "./fit-sections.js";
import { readHeader } from "./header.js";

/**
 * An object's BTF made fit for BPF_BTF_LOAD, which refuses BTF as clang writes it: sections get their sizes and
 * offsets from the ELF, externs become globals, hidden functions static, names what the kernel takes, and kinds that are
 * not in `features` are replaced. Type ids stay what they are (types may be added behind them), so a map's `keyTypeId` and
 * `valueTypeId` hold for the result.
 * @returns BTF in the object's byte order, which a kernel of the other order refuses; undefined without BTF.
 * @throws ParseError ERR_BTF_MALFORMED, ERR_ELF_*
 */
export function fitBtf(
  object: Pick<ObjectSpec, "bytes" | "btf">,
  features: BtfFeatures = {},
): Uint8Array | undefined {
  return object.btf && fitTypes(object.btf, factsOf(new ElfFile(object.bytes)), features);
}

/** {@link fitBtf} on BTF whose sections are known otherwise. */
export function fitTypes(btf: Btf, facts: SectionFacts, features: BtfFeatures = {}): Uint8Array {
  const isPlain = isEverything(features) && (facts.hidden?.size ?? 0) === 0;
  return (isPlain && fitInPlace(btf, facts)) || fitAnew(btf, facts, features);
}

/** Whether a kernel with these features takes BTF of every kind. */
function isEverything({ func = "global", ...others }: BtfFeatures): boolean {
  return func === "global" && !Object.values(others).includes(false);
}

/** {@link fitTypes} type by type. */
function fitAnew(btf: Btf, facts: SectionFacts, features: BtfFeatures): Uint8Array {
  const { strings } = readHeader(btf.bytes, false);
  const builder = new BtfBuilder(btf.bytes.subarray(strings.start, strings.end));
  const prototypes = externPrototypes(btf);
  const ksyms = ksymVariables(btf);
  const [int, variable, placeholder] = [btf.typeCount, btf.typeCount + 1, btf.typeCount + 2];
  const needed = { variable: false, placeholder: false };
  for (let id = 1; id < btf.typeCount; id++) {
    const kind = btf.kindOf(id);
    const type = kind === BtfKind.DATASEC ? btf.type(id) : undefined;
    if (type?.kind === BtfKind.DATASEC) {
      const filled = fillSection(btf, type, facts, variable);
      builder.addType(filled ? sectionWords(btf, builder, type.name, filled, features) : emptyStruct);
      if (type.name === ".ksyms") needed.variable = true;
    } else if (kind === -1) {
      builder.addType(emptyStruct);
    } else {
      const words = btf.words(id);
      fitNames(btf, builder, words);
      fitExtern(words);
      // As libbpf does it: an int in place of whatever it is.
      if (ksyms.has(id)) words[2] = int;
      if (kind === BtfKind.FUNC && facts.hidden?.has(btf.nameOf(id))) fitHidden(words);
      // Where the kernel lacks prototypes they become enums, whose values need names.
      if (kind === BtfKind.FUNC_PROTO && (features.func === "none" || prototypes.has(id)))
        nameParameters(builder, words);
      replaceKind(words, features, placeholder);
      if (kind === BtfKind.ENUM64 && features.enum64 === false) needed.placeholder = true;
      builder.addType(words);
    }
  }
  if (needed.variable || needed.placeholder) {
    builder.addType([builder.addString("int"), typeInfo(BtfKind.INT), 4, 32]);
    const ksym = Uint32Array.of(builder.addString("dummy_ksym"), typeInfo(BtfKind.VAR), int, 1);
    replaceKind(ksym, features, placeholder);
    builder.addType(ksym);
    builder.addType([builder.addString("enum64_placeholder"), typeInfo(BtfKind.INT), 1, 8]);
  }
  return builder.build(btf.byteOrder);
}

function factsOf(file: ElfFile): SectionFacts {
  const bySection = new Map<string, NamedStarts>();
  const text = file.section(".text");
  let last: { readonly section: string; readonly starts: NamedStarts } | undefined;
  return {
    size: (name) => file.section(name)?.size,
    offset: (name, variable) => {
      // Variables of one section come one after the other.
      if (last?.section !== name) {
        const section = file.section(name);
        if (section === undefined) return undefined;
        const starts = bySection.get(name) ?? new NamedStarts(file.symbolTable, section);
        bySection.set(name, starts);
        last = { section: name, starts };
      }
      return last.starts.of(variable);
    },
    hidden: new Set(
      text &&
        file
          .symbolsIn(text)
          .filter(isHiddenFunction)
          .map(({ name }) => name),
    ),
  };
}

function isHiddenFunction({ type, binding, visibility }: ElfSymbol): boolean {
  const isHidden = visibility === STV_HIDDEN || visibility === STV_INTERNAL;
  return type === STT_FUNC && binding !== STB_LOCAL && isHidden;
}
