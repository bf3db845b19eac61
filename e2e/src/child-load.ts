import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LoadOptions } from "@bpf/loader";
import { loadedPath } from "./loaded-objects.js";

/** An object of testdata, and how it is to be loaded. */
export interface ChildLoad {
  object: string;
  options: LoadOptions;
  /** By loadObjectAsync. */
  later?: boolean;
}

/** What became of each load: outcomes of programs by name, or the error. */
export type ChildOutcome =
  | { programs: Record<string, string>; warnings: string[]; error?: undefined }
  | { error: { name: string; code?: string; message: string } };

export interface Child {
  status: number | null;
  signal: string | null;
  stderr: string;
  outcomes: ChildOutcome[];
}

/** Every load is closed, the process ends by itself: pins are all that it can leave. */
const script = `
  import { readFileSync } from "node:fs";
  import { parseObject } from "@bpf/elf";
  import { loadObject, loadObjectAsync } from "@bpf/loader";
  const outcomes = [];
  for (const { path, name, options, later } of JSON.parse(process.argv[1])) {
    try {
      const object = parseObject(readFileSync(path), { name });
      const result = later ? await loadObjectAsync(object, options) : loadObject(object, options);
      const programs = Object.fromEntries([...result.programs].map(([n, { outcome }]) => [n, outcome]));
      outcomes.push({ programs, warnings: result.warnings });
      result.close();
    } catch ({ name, code, message }) {
      outcomes.push({ error: { name, code, message } });
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  console.log(JSON.stringify(outcomes));
`;

/** Loads objects in a process of its own, under another program (strace with its arguments) if one is given. */
export function loadInChild(loads: readonly ChildLoad[], under: readonly string[] = []): Child {
  const work = loads.map(({ object, ...rest }) => ({
    path: loadedPath(object),
    name: `load-${object}`,
    ...rest,
  }));
  const node = [process.execPath, "--input-type=module", "-e", script, JSON.stringify(work)];
  const [program, ...args] = [...under, ...node] as [string, ...string[]];
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    cwd: fileURLToPath(new URL("../", import.meta.url)),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { status, signal, stderr, outcomes: status === 0 ? JSON.parse(stdout) : [] };
}
