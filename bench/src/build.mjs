import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const native = fileURLToPath(new URL("../native/", import.meta.url));
const cache = fileURLToPath(new URL("../.cache/", import.meta.url));

function compile(command, args) {
  try {
    execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  } catch (cause) {
    const hint = "the baselines need a C compiler, clang and libbpf: apt-get install gcc clang libbpf-dev";
    throw new Error(`${command} failed; ${hint}`, { cause });
  }
}

/** Builds the C side and the object of 1,000 maps from the sources beside this file. */
export function buildBaselines() {
  mkdirSync(cache, { recursive: true });
  const baseline = `${cache}baseline`;
  const manyMaps = `${cache}many-maps.o`;
  compile("cc", ["-O2", "-Wall", "-Wextra", "-o", baseline, `${native}baseline.c`, "-lbpf"]);
  compile("clang", ["-O2", "-g", "-target", "bpf", "-c", `${native}many-maps.bpf.c`, "-o", manyMaps]);
  return { baseline, manyMaps };
}
