import { readFileSync } from "node:fs";
import { valueError } from "../errors/argument-error.js";

const file = "/sys/devices/system/cpu/possible";
let known: number | undefined;

/**
 * How many CPUs the kernel may ever have, which is how many values an element of a per-CPU map has. More than are
 * online, in many virtual machines.
 *
 * @throws the error of reading /sys/devices/system/cpu/possible, or a RangeError if it makes no sense.
 */
export function possibleCpus(): number {
  known ??= countCpuList(readFileSync(file, "latin1"));
  return known;
}

/** Counts the CPUs of a list as the kernel prints it: `0-3,8`, ascending, without overlaps. */
export function countCpuList(list: string): number {
  let count = 0;
  let next = 0;
  for (const range of list.replace(/\n$/, "").split(",")) {
    const match = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(range);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (match === null || first < next || last < first) {
      throw valueError(`${file} does not hold a list of CPUs: ${JSON.stringify(list)}`);
    }
    count += last - first + 1;
    next = last + 1;
  }
  return count;
}
