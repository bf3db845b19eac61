import type { Context, Output } from "../context.js";
import type { StartBundle } from "./start-bundle.js";

const bpffsMagic = 0xcafe4a11;
const directoryMode = 0o040700;

/** The number of every descriptor; none is opened. */
const descriptor = 3;

/**
 * Stands for the native addon while the command is rehearsed: a bpffs with a map at every path, as far as `show` asks.
 * So all of the code above the addon is run, on machines without a bpffs and without privilege too.
 */
function standInFor(addon: unknown): unknown {
  const { version } = addon as { version: unknown };
  const scratch = new ArrayBuffer(512);
  return {
    version,
    scratch,
    openat2: () => descriptor,
    close: () => 0,
    fstatfs: () => bpffsMagic,
    objGet: () => descriptor,
    isMap: () => 1,
    mapInfo: () => 0,
    mapName: () => "map",
    statx() {
      new Uint32Array(scratch)[6] = directoryMode;
      return 0;
    },
  };
}

/** Runs `work` with the stand-in for each addon that is opened meanwhile. */
export async function withStandIn<T>(work: () => Promise<T>): Promise<T> {
  const { dlopen } = process;
  process.dlopen = (module: object, ...rest: never[]) => {
    Reflect.apply(dlopen, process, [module, ...rest]);
    const addon = module as { exports: unknown };
    addon.exports = standInFor(addon.exports);
  };
  try {
    return await work();
  } finally {
    process.dlopen = dlopen;
  }
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
