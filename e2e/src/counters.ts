import { execFileSync } from "node:child_process";
import { mapInfo, mapLookup, objGet } from "@bpf/syscall";
import * as assert from "uvu/assert";

/** A pinned array of u64 as bpf(2) gives it. */
export function countersOf(path: string): bigint[] {
  using fd = objGet(path, { access: "ro" });
  return Array.from({ length: mapInfo(fd).maxEntries }, (_, index) => {
    const value = mapLookup(fd, new Uint8Array(new Uint32Array([index]).buffer))!;
    return new DataView(value.buffer, value.byteOffset, 8).getBigUint64(0, true);
  });
}

/** The same by bpftool. */
export function countersByBpftool(path: string): bigint[] {
  const args = ["-j", "map", "dump", "pinned", path];
  const elements = JSON.parse(execFileSync("bpftool", args, { encoding: "utf8" })) as {
    key: string[];
    value: string[];
  }[];
  return elements.map(({ value }) =>
    BigInt(
      `0x${value
        .map((byte) => byte.slice(2))
        .reverse()
        .join("")}`,
    ),
  );
}

/** The counters at these indices, by us and by bpftool, are these. */
export function assertCounters(path: string, expected: Readonly<Record<number, bigint | number>>): void {
  const ours = countersOf(path);
  assert.equal(ours, countersByBpftool(path), "bpftool reads the same");
  for (const [index, value] of Object.entries(expected))
    assert.is(ours[Number(index)], BigInt(value), `counter ${index} of ${path}`);
}
