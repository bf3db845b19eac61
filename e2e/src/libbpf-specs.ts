import { execFileSync } from "node:child_process";

/** A map as libbpf reads it; names of fields as in MapSpec. */
export interface LibbpfMap {
  name: string;
  type: number;
  keySize: number;
  valueSize: number;
  maxEntries: number;
  flags: number;
  mapExtra: bigint;
  numaNode: number;
  pinned: boolean;
  keyTypeId: number;
  valueTypeId: number;
  inner?: { type: number; keySize: number; valueSize: number; maxEntries: number; flags: number };
}

export interface LibbpfProgram {
  name: string;
  section: string;
  type: number;
  attachType: number;
  instructions: number;
}

/** Runs the program made of native/libbpf-specs.c on an object. */
export function readWithLibbpf(program: string, object: string) {
  const maps = new Map<string, LibbpfMap>();
  const programs: LibbpfProgram[] = [];
  const output = execFileSync(program, [object], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  for (const line of output.split("\n").filter(Boolean)) {
    const [kind, name = "", ...rest] = line.split(" ");
    const numbers = rest.map(Number);
    if (kind === "program") {
      programs.push({
        name,
        section: rest[0]!,
        type: numbers[1]!,
        attachType: numbers[2]!,
        instructions: numbers[3]!,
      });
      continue;
    }
    const [type, keySize, valueSize, maxEntries, flags] = numbers as [number, number, number, number, number];
    const common = { type, keySize, valueSize, maxEntries, flags };
    if (kind === "inner") {
      maps.get(name)!.inner = common;
      continue;
    }
    maps.set(name, {
      name,
      ...common,
      mapExtra: BigInt(rest[5]!),
      numaNode: numbers[6]!,
      pinned: numbers[7] === 1,
      keyTypeId: numbers[8]!,
      valueTypeId: numbers[9]!,
    });
  }
  return { maps, programs };
}
