import { ParseError } from "../errors.js";
import { MapFlag } from "../generated/map-flag.js";
import type { Reader } from "../reader.js";
import type { LegacyLayout } from "./spec.js";

/** A legacy definition's bytes within its section. */
export interface LegacyDefinition {
  readonly symbol: string;
  /** Bytes from the start of the section. */
  readonly start: number;
  readonly size: number;
}

/** How the fields of one definition are to be read. */
export interface ChosenLayout {
  readonly layout: LegacyLayout;
  /** Bytes that the layout's struct has in this object; iproute2's has two sizes. */
  readonly size: number;
  /** Set when a forced layout leaves bytes unread that are not zero. */
  readonly warning?: string;
}

/** Bytes of each layout's struct; the second of iproute2's was in use before 2017. */
const SIZES: Record<LegacyLayout, readonly number[]> = {
  libbpf: [20],
  aya: [28],
  iproute2: [36, 28],
  gobpf: [280],
};

/** True for the name of a layout. */
export function isLayout(name: string): name is LegacyLayout {
  return Object.hasOwn(SIZES, name);
}

const LIST = "libbpf (20 bytes), aya (28), iproute2 (36, or 28 before 2017), gobpf (280)";

/**
 * Tells a definition's layout by its size, or takes the one that the caller forces.
 * @throws ParseError ERR_MAP_LAYOUT when the size fits no layout, or several.
 */
export function chooseLayout(
  section: Reader,
  definition: LegacyDefinition,
  forced: LegacyLayout | undefined,
): ChosenLayout {
  const { size } = definition;
  if (forced !== undefined) return forcedLayout(section, definition, forced);
  if (size === 280) return { layout: "gobpf", size };
  if (size === 36) return { layout: "iproute2", size };
  if (size === 28) return layoutOf28(section, definition);
  if (size >= 20 && restIsZero(section, definition, 20)) return { layout: "libbpf", size: 20 };
  const why = size < 20 ? "too few for any layout" : "those after the first 20 not all zero";
  refuse(
    section,
    definition,
    `has ${size} bytes, ${why}: known layouts are ${LIST}; force one with \`layout\``,
  );
}

/** aya's struct, iproute2's older one and that of the kernel's samples share this size. */
function layoutOf28(section: Reader, definition: LegacyDefinition): ChosenLayout {
  const { size, start } = definition;
  const pinning = section.u32(start + 24);
  if (pinning === 0) return { layout: "aya", size };
  const onNumaNode = (section.u32(start + 16) & MapFlag.NUMA_NODE) !== 0;
  if (pinning === 1 && !onNumaNode) return { layout: "aya", size };
  if (pinning === 2) return { layout: "iproute2", size };
  refuse(
    section,
    definition,
    `has 28 bytes and ${pinning} at offset 24: it may be aya's layout, iproute2's before 2017, or one of the ` +
      "kernel's samples, which keep a NUMA node there; force one with `layout` (libbpf reads the first 20 bytes)",
  );
}

function forcedLayout(section: Reader, definition: LegacyDefinition, layout: LegacyLayout): ChosenLayout {
  const { symbol } = definition;
  const size = SIZES[layout].find((bytes) => bytes <= definition.size);
  if (size === undefined)
    refuse(
      section,
      definition,
      `has ${definition.size} bytes, too few for the forced layout ${layout}: ${LIST}`,
    );
  if (restIsZero(section, definition, size)) return { layout, size };
  const rest = definition.size - size;
  return {
    layout,
    size,
    warning: `the last ${rest} bytes of map ${symbol} are not zero; layout ${layout} has no use for them`,
  };
}

function restIsZero(section: Reader, { start, size }: LegacyDefinition, from: number): boolean {
  return section.slice(start + from, size - from).every((byte) => byte === 0);
}

function refuse(section: Reader, { symbol, start }: LegacyDefinition, message: string): never {
  throw new ParseError("ERR_MAP_LAYOUT", `map ${symbol} ${message}`, {
    section: section.section,
    symbol,
    offset: section.base + start,
  });
}
