/**
 * Loads the programs of packet-filter.bpf.c and pins them with their maps, then ends: the kernel keeps what is pinned.
 *
 *   load.mjs [PORT]    drop TCP packets to PORT (23 by itself); replaces programs of an earlier load, all at once
 */
import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { loadObject, VerifierError } from "@bpf/loader";

/** Below /sys/fs/bpf. */
const DIRECTORY = "packet-filter";

const [port] = process.argv.slice(2);
const object = parseObject(readFileSync(new URL("packet-filter.o", import.meta.url)), { name: "filter" });
try {
  const loaded = loadObject(object, {
    pinRoot: DIRECTORY,
    pinPrograms: DIRECTORY,
    onExistingProgram: "replace",
    set: port === undefined ? {} : { blocked_port: Number(port) },
  });
  for (const { outcome, path } of [...loaded.maps.values(), ...loaded.programs.values()])
    if (path !== undefined) console.log(`${outcome.padEnd(8)} ${path}`);
  loaded.close(); // descriptors, not pins
} catch (error) {
  if (!VerifierError.is(error)) throw error;
  console.error(error.message); // what it complains of, with the line of C; all of its log is in error.log
  process.exitCode = 1;
}
