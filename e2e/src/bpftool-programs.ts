import { execFileSync } from "node:child_process";
import { bpftoolJson } from "./bpftool.js";

/** One program as `bpftool -j prog show` prints it; a type that bpftool does not know is its number. */
export interface BpftoolProgram {
  id: number;
  type: string | number;
  name?: string;
  tag: string;
  gpl_compatible: boolean;
  map_ids?: number[];
  btf_id?: number;
}

/** The program pinned at a path of a bpffs. */
export const showProgram = (path: string): BpftoolProgram => bpftoolJson("prog", "show", "pinned", path);

/** All programs of the machine. */
export function allPrograms(): BpftoolProgram[] {
  for (let attempt = 1; ; attempt++) {
    try {
      return bpftoolJson("prog", "show");
    } catch (error) {
      // One that went away between its id and its information.
      if (attempt === 5) throw error;
    }
  }
}

/** A map's name by its id. */
const mapName = (id: number | string): string =>
  bpftoolJson<{ name?: string }>("map", "show", "id", String(id)).name ?? "";

/** Names of the maps that a program uses, sorted. */
export const mapNames = ({ map_ids = [] }: BpftoolProgram): string[] => map_ids.map(mapName).sort();

/** The verified instructions of a program with their source lines, maps by name in place of their ids. */
export function xlated(path: string): string {
  const text = execFileSync("bpftool", ["prog", "dump", "xlated", "pinned", path], { encoding: "utf8" });
  const names = new Map<string, string>();
  return text.replace(/\bmap\[id:(\d+)\]/g, (_, id: string) => {
    if (!names.has(id)) names.set(id, mapName(id));
    return `map[${names.get(id)}]`;
  });
}

/** What must be equal of one program loaded twice, by whomever: verified code, source lines, tag, kind, names of maps. */
export function programFacts(path: string) {
  const program = showProgram(path);
  const { type, name, tag, gpl_compatible } = program;
  const btf = program.btf_id !== undefined;
  return { type, name, tag, gpl_compatible, btf, maps: mapNames(program), code: xlated(path) };
}
