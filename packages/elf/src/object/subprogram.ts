import type { ProgramSpec } from "./spec.js";

/** Whether a function is called by programs, and is no program itself: one of `.text`, or a static one. */
export function isSubprogram({ section, static: isStatic }: ProgramSpec): boolean {
  return isStatic || section === ".text";
}
