import { setTimeout } from "node:timers/promises";
import { BpfError, mapFromId } from "@bpf/syscall";

/** The kernel frees a map after an RCU grace period, so an id may outlive the last reference by a moment: ms. */
const PATIENCE = 5000;

/** Asks the kernel for a map; true while it is there. */
function isAlive(id) {
  try {
    mapFromId(id).close();
    return true;
  } catch (error) {
    if (BpfError.is(error) && error.code === "ENOENT") return false;
    throw error;
  }
}

const deadline = performance.now() + PATIENCE;
for (const id of process.argv.slice(2).map(Number)) {
  while (isAlive(id) && performance.now() < deadline) await setTimeout(20);
  const alive = isAlive(id);
  console.log(`map id ${id}: BPF_MAP_GET_FD_BY_ID ${alive ? "still finds it" : "→ ENOENT"}`);
  if (alive) process.exitCode = 1;
}
