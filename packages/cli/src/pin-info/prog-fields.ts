import { readFileSync } from "node:fs";
import { programTypeName } from "@bpf/elf";
import type { ProgInfo } from "@bpf/syscall";
import { attachFields } from "./attach-fields.js";
import { type FdInfo, fdInfoNumber } from "./fdinfo.js";
import type { Fields } from "./fields.js";

/**
 * Seconds since 1970 at which a program was loaded, rounded down from the whole sum as bpftool does.
 * @param boot seconds since 1970, with their fraction
 * @param loadTime nanoseconds since the boot, suspends included, as the kernel tells it
 */
export function loadedAt(boot: number, loadTime: bigint): number {
  return Math.floor(boot + Number(loadTime) / 1e9);
}

/** When the machine was booted, in seconds since 1970; undefined where /proc is not mounted. */
function bootTime(): number | undefined {
  try {
    return Date.now() / 1000 - Number.parseFloat(readFileSync("/proc/uptime", "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * A program as `bpftool -j prog show` has it, in camelCase: what bpftool leaves out when it is 0 is left out here too.
 * bpftool's `uid`, who loaded the program, is `createdByUid`: `uid` is the owner of the pin. What it is for, which bpftool
 * does not show, is there as well.
 */
export function progFields(info: ProgInfo, fdInfo: FdInfo): Fields {
  const hasRun = info.runTimeNs > 0n;
  const boot = bootTime();
  return {
    id: info.id,
    type: programTypeName(info.type),
    name: info.name,
    tag: info.tag,
    gplCompatible: info.gplCompatible,
    runTimeNs: hasRun ? info.runTimeNs : undefined,
    runCnt: hasRun ? info.runCount : undefined,
    loadedAt: boot === undefined ? undefined : loadedAt(boot, info.loadTime),
    createdByUid: info.createdByUid,
    bytesXlated: info.xlatedLength,
    jited: info.jitedLength > 0,
    bytesJited: info.jitedLength || undefined,
    bytesMemlock: fdInfoNumber(fdInfo, "memlock"),
    mapIds: info.mapIds.length > 0 ? info.mapIds : undefined,
    btfId: info.btfId || undefined,
    ...attachFields(info),
  };
}
