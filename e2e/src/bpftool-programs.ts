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

/** Names of maps by id, which the kernel gives out once. */
const namesOfMaps = new Map<number, string>();

function mapName(id: number): string {
  let name = namesOfMaps.get(id);
  if (name === undefined) {
    name = bpftoolJson<{ name?: string }>("map", "show", "id", String(id)).name ?? "";
    namesOfMaps.set(id, name);
  }
  return name;
}

/** Names of the maps that a program uses, sorted. */
export const mapNames = ({ map_ids = [] }: BpftoolProgram): string[] => map_ids.map(mapName).sort();

/** The verified instructions of a program with their source lines, maps by name in place of their ids. */
export function xlated(path: string): string {
  const text = execFileSync("bpftool", ["prog", "dump", "xlated", "pinned", path], { encoding: "utf8" });
  return text.replace(/\bmap\[id:(\d+)\]/g, (_, id: string) => `map[${mapName(Number(id))}]`);
}

/**
 * What must be equal of one program loaded twice, by whomever: verified code, source lines, tag, kind, names of maps.
 *
 * @param code false leaves the code to the tag, a hash of it: bpftool reads all of kallsyms for each dump
 */
export function programFacts(path: string, code = true) {
  const program = showProgram(path);
  const { type, name, tag, gpl_compatible } = program;
  const btf = program.btf_id !== undefined;
  return { type, name, tag, gpl_compatible, btf, maps: mapNames(program), code: code ? xlated(path) : tag };
}
