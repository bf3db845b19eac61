import { SECTION_TABLE } from "./program-section-table.js";

/** What a section's name says of the programs in it. */
export interface ProgramSection {
  /** enum bpf_prog_type; null for a name that nobody knows. */
  readonly type: number | null;
  /** enum bpf_attach_type; null where the name implies none. */
  readonly attachType: number | null;
  readonly attachTo?: string;
  readonly sleepable: boolean;
  /** False for a name that begins with `?`: libbpf does not load those programs unless told to. */
  readonly autoload: boolean;
}

/** Reads a section name such as `tracepoint/syscalls/sys_enter_openat`, `?uprobe.s//bin/sh:main` or `xdp`. */
export function readProgramSection(section: string): ProgramSection {
  const autoload = !section.startsWith("?");
  const name = autoload ? section : section.slice(1);
  for (const end of prefixEnds(name)) {
    const row = SECTION_TABLE.get(name.slice(0, end));
    if (row === undefined) continue;
    const [type, attachType, sleepable = false] = row;
    const known = { type, attachType, sleepable, autoload };
    return end + 1 < name.length ? { ...known, attachTo: name.slice(end + 1) } : known;
  }
  return { type: null, attachType: null, sleepable: false, autoload };
}

/** Ends of the prefixes that may be in the table, longest first: its names have one slash at most. */
function prefixEnds(name: string): number[] {
  const first = name.indexOf("/");
  if (first < 0) return [name.length];
  const second = name.indexOf("/", first + 1);
  return [second < 0 ? name.length : second, first];
}

/** All names of program sections, without what may follow them. */
export const programSectionNames: readonly string[] = [...SECTION_TABLE.keys()];
