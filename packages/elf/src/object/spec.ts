import type { Btf } from "../btf/btf.js";
import type { ByteOrder } from "../byte-order.js";
import type { ExternSpec } from "./externs.js";
import type { StructOpsMember } from "./struct-ops.js";

export type { ByteOrder };

/** Which tradition wrote a map's definition. */
export type MapDefinition = "btf" | "libbpf" | "aya" | "iproute2" | "gobpf" | "data";

/** A legacy layout that a caller may force; see docs/semantics.md section 2. */
export type LegacyLayout = "libbpf" | "aya" | "iproute2" | "gobpf";

/**
 * How a definition wants its map pinned. `object`, `global` and `custom` are gobpf's and iproute2's scopes,
 * `by-name` is LIBBPF_PIN_BY_NAME, `{ id }` is a row of iproute2's pinning table.
 */
export type Pinning = "none" | "object" | "global" | "custom" | "by-name" | { readonly id: number };

/** An initial value of a map of maps, or of a program array: the map or program `symbol` goes into slot `index`. */
export interface MapSlot {
  readonly index: number;
  readonly symbol: string;
}

/** What an object says of one map. Pure data: nothing here depends on the running kernel. */
export interface MapSpec {
  /** The map's name: NAME of `maps/NAME`, else the symbol; libbpf's name for data sections. */
  readonly name: string;
  readonly symbol: string;
  readonly section: string;
  readonly definition: MapDefinition;
  /** enum bpf_map_type as a number; see {@link mapTypeName}. */
  readonly type: number;
  /** Bytes. */
  readonly keySize: number;
  /** Bytes. */
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags: number;
  readonly mapExtra: bigint;
  readonly numaNode?: number;
  readonly pinning: Pinning;
  /** gobpf's namespace, where the definition has one. */
  readonly namespace?: string;
  /** Type ids in the object's own BTF. */
  readonly keyTypeId?: number;
  readonly valueTypeId?: number;
  /** Template of the inner maps of a map of maps; never pinned itself. */
  readonly innerMap?: MapSpec;
  readonly slots?: readonly MapSlot[];
  /** Initial contents of a data section's map, `valueSize` bytes; absent for `.bss`, which is all zeros. */
  readonly contents?: Uint8Array;
  /** BTF declaration tags, outermost first. */
  readonly tags: readonly string[];
}

/** One relocation of a program's section, its offset counted from the program's first byte. */
export interface Relocation {
  /** Bytes from the program's first instruction. */
  readonly offset: number;
  /** R_BPF_* number. */
  readonly type: number;
  /** The symbol's name; a section symbol, which has none, goes by its section's. */
  readonly symbol: string;
  /** Value, size, section and type (STT_*) of the symbol, as the symbol table has them. */
  readonly symbolValue: bigint;
  readonly symbolSize: bigint;
  readonly symbolSection?: string;
  readonly symbolType: number;
  readonly symbolBinding: number;
}

/** What an object says of one program: raw material for a loader. */
export interface ProgramSpec {
  readonly name: string;
  readonly section: string;
  /** enum bpf_prog_type as a number; null when nobody knows the section's name. */
  readonly type: number | null;
  /** enum bpf_attach_type as a number; null where the section's name implies none. */
  readonly attachType: number | null;
  /** What follows the section's prefix (`tracepoint/` …), when anything does. */
  readonly attachTo?: string;
  /** True for `.s` sections and for `syscall`. */
  readonly sleepable: boolean;
  /** False where the section's name begins with `?`: to be loaded only when asked for. */
  readonly autoload: boolean;
  /** `static` in C: a function that programs call, in whatever section, and no program itself. */
  readonly static: boolean;
  /** Bytes from the start of the section. */
  readonly sectionOffset: number;
  /** Instructions, 8 bytes each, in the object's byte order, unrelocated. */
  readonly instructions: Uint8Array;
  readonly relocations: readonly Relocation[];
}

/** What {@link parseObject} found in an ELF object. */
export interface ObjectSpec {
  /** `options.name`, or "" when none was given; goes in front of data sections' map names. */
  readonly name: string;
  /** The input itself, not a copy. */
  readonly bytes: Uint8Array;
  readonly byteOrder: ByteOrder;
  /** Text of the `license` section up to its first NUL; "" without one. */
  readonly license: string;
  /** The u32 of a `version` section. */
  readonly version?: number;
  /** By map name, in the order of the object. */
  readonly maps: ReadonlyMap<string, MapSpec>;
  /**
   * By program name, in the order of the object. Subprograms of `.text` included, with type null. Where linked
   * objects have several static functions of one name, the later ones' key is `NAME@SECTION+OFFSET`.
   */
  readonly programs: ReadonlyMap<string, ProgramSpec>;
  /** The object's `.BTF`, parsed. */
  readonly btf?: Btf;
  /** What the object uses and the kernel has, by name. */
  readonly externs: ReadonlyMap<string, ExternSpec>;
  /** Programs that implement members of the kernel's tables of functions. */
  readonly structOps: readonly StructOpsMember[];
  /** Raw `.BTF.ext` bytes; see {@link parseBtfExt}. */
  readonly btfExt?: Uint8Array;
  /** What `relaxed` or a forced `layout` let pass, one sentence each. */
  readonly warnings: readonly string[];
}

export interface ParseOptions {
  /** The object's name; for a file, its basename up to the first dot. */
  name?: string | undefined;
  /** Force one legacy layout instead of telling it by size. */
  layout?: LegacyLayout | undefined;
  /** Unknown members of a BTF map definition become warnings. */
  relaxed?: boolean | undefined;
}
