import type { BpfFd } from "@bpf/syscall";
import type { Directory } from "../directory.js";
import type { Kernel } from "../kernel.js";
import { raceLimit } from "../race.js";
import { errnoOf } from "../system-error.js";
import { type FormerPin, holdsFormer } from "./former-pin.js";
import { temporaryName } from "./temporary-name.js";

/** A program that another one took the place of. */
export interface Previous {
  /** Held until the call is over. */
  readonly fd: BpfFd;
  readonly id: number;
  /** Its pin under a second name; undefined where the kernel allowed none. */
  readonly former?: FormerPin | undefined;
}

/**
 * Puts a program that was replaced at its path again, over the one that replaced it, in one step: its former pin, or
 * where that has no second name (any more) a new one.
 * @returns whether it is the former pin
 * @throws StuckAside where a new temporary pin stayed, else what the kernel says; ENOENT where the directory is gone
 */
export function putBack(kernel: Kernel, previous: Previous, directory: Directory, name: string): boolean {
  if (previous.former && renameBack(kernel, previous.former, directory, name)) return true;
  pinAnew(kernel, previous.fd, directory, name);
  return false;
}

/** False where the second name is gone, or was given to something else. */
function renameBack(kernel: Kernel, former: FormerPin, directory: Directory, name: string): boolean {
  if (!holdsFormer(kernel, directory, former.name, former)) return false;
  try {
    kernel.renameat2(directory.fd, former.name, directory.fd, name);
    return true;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw error;
  }
}

function pinAnew(kernel: Kernel, fd: BpfFd, directory: Directory, name: string): void {
  for (let attempt = 1; ; attempt++) {
    const aside = temporaryName(name);
    try {
      kernel.objPin(fd, aside, { directory: directory.fd });
    } catch (error) {
      if (errnoOf(error) !== "EEXIST" || attempt === raceLimit) throw error;
      continue;
    }
    try {
      kernel.renameat2(directory.fd, aside, directory.fd, name);
      return;
    } catch (error) {
      removeAside(kernel, directory, aside, error);
      // Somebody removed the temporary pin. Where the directory itself is gone, the next pin fails.
      if (errnoOf(error) !== "ENOENT" || attempt === raceLimit) throw error;
    }
  }
}

function removeAside(kernel: Kernel, directory: Directory, aside: string, cause: unknown): void {
  try {
    kernel.unlinkat(directory.fd, aside);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw new StuckAside(aside, cause, error);
  }
}

/** A program could not be put back, nor its temporary pin be removed. Never leaves the package. */
export class StuckAside extends Error {
  override readonly name = "StuckAside";
  /** The temporary pin's name. */
  readonly aside: string;
  /** Why that pin could not be removed. */
  readonly why: unknown;

  constructor(aside: string, cause: unknown, why: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.aside = aside;
    this.why = why;
  }
}
