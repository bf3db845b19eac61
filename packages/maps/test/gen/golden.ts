import { readFileSync, writeFileSync } from "node:fs";

/** The module as it was; `BPF_WRITE_GOLDEN=1` makes it what it is now. */
export function goldenText(name: string, now: string): string {
  const file = new URL(`golden/${name}.ts.txt`, import.meta.url);
  if (process.env.BPF_WRITE_GOLDEN) writeFileSync(file, now);
  return readFileSync(file, "utf8");
}
