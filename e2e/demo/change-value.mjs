import { endianness } from "node:os";
import { mapInfo, mapLookup, mapUpdate, objGet } from "@bpf/syscall";

/**
 * `node change-value.mjs PIN [VALUE]`: opens a pinned map of u32 → u64, reads the value under key 0, and changes it
 * when a new one is given.
 */
const [pin, wanted] = process.argv.slice(2);
const key = new Uint8Array(4);
const little = endianness() === "LE";

/** Reads through a fresh lookup every time: what is shown is what the kernel holds. */
function read(map) {
  const bytes = mapLookup(map, key);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, little);
}

function write(map, value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, little);
  mapUpdate(map, key, bytes);
}

const map = objGet(pin);
try {
  const before = read(map);
  if (wanted !== undefined) write(map, BigInt(wanted));
  const change = wanted === undefined ? `${before}` : `${before} → ${read(map)}`;
  console.log(`process ${process.pid}: map id ${mapInfo(map).id}, key 0: ${change}`);
} finally {
  map.close();
}
