import type { Context, Output } from "../context.js";
import type { StartBundle } from "./start-bundle.js";

const bpffsMagic = 0xcafe4a11;
const directoryMode = 0o040700;

/** A descriptor that is none. */
class StandInFd {
  #open = true;
  number(): number {
    return this.#open ? 0 : -1;
  }
  close(): number {
    this.#open = false;
    return 0;
  }
}

/**
 * Stands for the native addon while the command is rehearsed: a bpffs with a map at every path, as far as `show` asks.
 * So all of the code above the addon is run, on machines without a bpffs and without privilege too.
 */
export function standInFor(addon: unknown): unknown {
  const { version } = addon as { version: unknown };
  return {
    version,
    Fd: StandInFd,
    openat2: () => 0,
    fstatfs: () => bpffsMagic,
    bpfOpen: () => 0,
    bpfInfo: (_fd: unknown, info: Uint8Array) => info.length,
    readlinkat: (_directory: unknown, _name: string, into: Uint8Array) =>
      Buffer.from("anon_inode:bpf-map").copy(into),
    statx(_directory: unknown, _name: string, _flags: number, into: Uint8Array) {
      new DataView(into.buffer, into.byteOffset).setBigUint64(16, BigInt(directoryMode), true);
      return 0;
    },
  };
}

const silent: Output = { isTerminal: false, write() {} };

/**
 * Runs what a start of the command runs: V8 keeps in its code cache the functions that have run. `show` is what scripts
 * call over and over. What fails is only missing from the cache.
 */
export async function rehearse({ run, processContext }: StartBundle): Promise<void> {
  const { stdout } = processContext();
  stdout.write("");
  const context: Context = {
    env: {},
    stdout: { write: silent.write, isTerminal: stdout.isTerminal },
    stderr: silent,
  };
  await run(["show", "a/b"], context);
  await run(["show", "a/b", "--json"], context);
}
