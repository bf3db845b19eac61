import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const syscall = dirname(createRequire(import.meta.url).resolve("@bpf/syscall/package.json"));

/** What ends a process that a sanitizer has something to say about. */
export const reportStatus = 99;

const compilerFlags = [
  "-fsanitize=address,undefined",
  "-fno-sanitize-recover=all",
  "-fno-omit-frame-pointer",
  "-O1",
];

interface AddonBuilder {
  buildAddon(options: { output: string; flags: string[] }): boolean;
}

/** Builds the addon with AddressSanitizer and UBSan, unless that was done for the same sources, and returns its path. */
export async function buildSanitizedAddon(): Promise<string> {
  const { buildAddon }: AddonBuilder = await import(join(syscall, "scripts/build-addon.mjs"));
  const output = join(root, ".cache/sanitized/bpf_syscall.node");
  buildAddon({ output, flags: compilerFlags });
  return output;
}

/** How a sanitized process ended. */
export interface SanitizedEnd {
  status: number | null;
  output: string;
}

/** Runs commands with the sanitizers' runtime and the sanitized addon in them, and in all their children. */
export class Sanitized implements Disposable {
  readonly #directory = mkdtempSync(join(tmpdir(), "sanitized-"));
  readonly #calls = join(this.#directory, "calls");
  readonly #environment: NodeJS.ProcessEnv;

  constructor(addon: string) {
    const runtime = execFileSync("g++", ["-print-file-name=libasan.so"], { encoding: "utf8" }).trim();
    const preload = fileURLToPath(new URL("./sanitized-preload.cjs", import.meta.url));
    this.#environment = {
      ...process.env,
      LD_PRELOAD: runtime,
      // What V8 allocates for good is no leak of ours.
      ASAN_OPTIONS: `detect_leaks=0:exitcode=${reportStatus}`,
      UBSAN_OPTIONS: `print_stacktrace=1:exitcode=${reportStatus}`,
      NODE_OPTIONS: `--require ${preload}`,
      SANITIZED_ADDON: addon,
      SANITIZED_CALLS: this.#calls,
    };
  }

  /** Runs a command to its end. Variables of the environment are put over the sanitizers' own. */
  run(command: readonly string[], environment: NodeJS.ProcessEnv = {}): SanitizedEnd {
    const [program = "", ...args] = command;
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      cwd: root,
      encoding: "utf8",
      env: { ...this.#environment, ...environment },
      maxBuffer: 2 ** 26,
      timeout: 240_000,
    });
    if (error !== undefined) throw error;
    return { status, output: stdout + stderr };
  }

  /** How often each of the addon's functions was called in all processes and threads so far. */
  calls(): Map<string, number> {
    const total = new Map<string, number>();
    if (!existsSync(this.#calls)) return total;
    for (const line of readFileSync(this.#calls, "utf8").split("\n").filter(Boolean)) {
      for (const [name, count] of Object.entries(JSON.parse(line) as Record<string, number>)) {
        total.set(name, (total.get(name) ?? 0) + count);
      }
    }
    return total;
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true });
  }
}

/** Compiles e2e/native/NAME.c to a shared object with AddressSanitizer. */
export function buildSanitizedObject(name: string, output: string): void {
  const source = fileURLToPath(new URL(`../native/${name}.c`, import.meta.url));
  execFileSync("gcc", ["-fsanitize=address", "-g", "-shared", "-fPIC", source, "-o", output]);
}
