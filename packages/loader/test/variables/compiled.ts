import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ObjectSpec, parseObject } from "@bpf/elf";

const isThere = (tool: string): boolean => spawnSync(tool, ["--version"]).error === undefined;

/** What is needed to make objects and is not here. */
export const missingTool = ["clang", "bpftool"].find((tool) => !isThere(tool));

/** An object of C sources, linked where there are several, with types and lines. */
export function compiled(...sources: readonly string[]): ObjectSpec {
  const directory = mkdtempSync(join(tmpdir(), "bpf-compiled-"));
  try {
    const objects = sources.map((source, i) => {
      const file = join(directory, `${i}.bpf.c`);
      writeFileSync(file, source);
      const object = join(directory, `${i}.o`);
      execFileSync("clang", ["-O2", "-g", "-target", "bpf", "-mcpu=v3", "-Wall", "-c", file, "-o", object]);
      return object;
    });
    const whole = join(directory, "whole.o");
    if (objects.length > 1) execFileSync("bpftool", ["gen", "object", whole, ...objects]);
    return parseObject(readFileSync(objects.length > 1 ? whole : objects[0]!), { name: "test" });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
