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

/** Builds C's side and the objects from the sources beside this file. */
export function buildBaselines() {
  mkdirSync(cache, { recursive: true });
  const built = {
    baseline: `${cache}baseline`,
    maps: `${cache}maps`,
    manyMaps: `${cache}many-maps.o`,
    elementMaps: `${cache}elements.o`,
    programs: `${cache}programs`,
    manyPrograms: `${cache}many-programs.o`,
    corePrograms: `${cache}many-programs-core.o`,
  };
  const c = ["-O2", "-Wall", "-Wextra"];
  const bpf = ["-O2", "-g", "-target", "bpf", "-c"];
  compile("cc", [...c, "-o", built.baseline, `${native}baseline.c`, "-lbpf"]);
  compile("cc", [...c, "-o", built.maps, `${native}maps.c`]);
  compile("cc", [...c, "-o", built.programs, `${native}programs.c`, "-lbpf"]);
  compile("clang", [...bpf, `${native}many-maps.bpf.c`, "-o", built.manyMaps]);
  compile("clang", [...bpf, `${native}elements.bpf.c`, "-o", built.elementMaps]);
  compile("clang", [...bpf, `${native}many-programs.bpf.c`, "-o", built.manyPrograms]);
  compile("clang", [...bpf, "-DCORE", `${native}many-programs.bpf.c`, "-o", built.corePrograms]);
  return built;
}
