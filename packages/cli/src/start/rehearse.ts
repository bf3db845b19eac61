import type { Context, Output } from "../context.js";
import type { StartBundle } from "./start-bundle.js";

const silent: Output = { isTerminal: false, write() {} };

/** Stands for every fd of the rehearsal: standard input, which is never read or closed. */
const fd = { fd: 0, close() {}, [Symbol.dispose]() {} };

const directory = 0o040700;
const stat = { dev: 1n, ino: 1n, mode: directory, nlink: 1, uid: 0, gid: 0, size: 0n };

const mapInfo = {
  type: 1,
  id: 1,
  keySize: 4,
  valueSize: 8,
  maxEntries: 1,
  flags: 0,
  name: "rehearsal",
  ifindex: 0,
  btfVmlinuxValueTypeId: 0,
  netnsDev: 0n,
  netnsIno: 0n,
  btfId: 1,
  btfKeyTypeId: 0,
  btfValueTypeId: 0,
  mapExtra: 0n,
};

/** A bpffs with a map at every path, as far as `show` asks. */
const kernel = {
  openat2: () => fd,
  isBpffs: () => true,
  fstat: () => stat,
  procFdPath: () => "/proc/self/fd/0",
  objGet: () => fd,
  fdKind: () => "map",
  mapInfo: () => mapInfo,
} as unknown as NonNullable<Context["kernel"]>;

/**
 * Runs what a start of the command runs, changing nothing: V8 keeps in its code cache the functions that have run.
 * `show` is what scripts call over and over.
 */
export async function rehearse(runLine: StartBundle["run"]): Promise<void> {
  const world: Context = { env: {}, stdout: silent, stderr: silent };
  for (const argv of [
    ["show", "a/b"],
    ["show", "a/b", "--json"],
  ])
    await runLine(argv, { ...world, kernel });
  // On the real kernel: an error, after the addon was loaded and asked.
  await runLine(["show", "rehearsal", "--root", "/proc"], world);
}
