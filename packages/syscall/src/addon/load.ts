import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AddonError, type AddonFailure } from "./addon-error.js";
import type { Native } from "./native.js";
import { platformName } from "./platform.js";

/** Has to equal kVersion of native/module.cc. */
const VERSION = 1;

const require = createRequire(import.meta.url);

/** What {@link platformName} can be on Linux. */
const prebuiltFolders = ["glibc", "musl"].map((libc) => `${process.platform}-${process.arch}-${libc}`);

let loaded: Native | undefined;

/**
 * The addon, loaded at the first call: importing the package works on every system, calling it needs Linux.
 * A binary that was compiled here comes before the prebuilt one.
 *
 * @throws {@link AddonError} (ERR_BPF_ADDON) with platform, causes and the commands to try.
 */
export function native(): Native {
  loaded ??= load();
  return loaded;
}

/** Through the package's own name, so that a bundle of this code still finds the binary beside its package. */
function packageRoot(): string {
  return dirname(require.resolve("@bpf/syscall/package.json"));
}

function load(): Native {
  const failures: AddonFailure[] = [];
  for (const path of candidates(failures)) {
    try {
      const addon = require(path) as Native;
      if (addon.version === VERSION) return addon;
      failures.push({
        path,
        reason: `made for another version of @bpf/syscall (${addon.version}, not ${VERSION})`,
      });
    } catch (error) {
      failures.push({ path, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new AddonError(failures);
}

function* candidates(failures: AddonFailure[]): Generator<string> {
  let root: string;
  try {
    root = packageRoot();
  } catch (error) {
    failures.push({
      path: "@bpf/syscall",
      reason: `the package is not installed: ${(error as Error).message}`,
    });
    return;
  }
  const built = join(root, "build", "Release", "bpf_syscall.node");
  if (existsSync(built)) yield built;
  let found = false;
  // Asking which C library this process has takes longer than trying: the wrong one's binary is refused by dlopen(3).
  for (const folder of prebuiltFolders) {
    const prebuilt = join(root, "prebuilds", folder, "bpf_syscall.node");
    if (!existsSync(prebuilt)) continue;
    found = true;
    yield prebuilt;
  }
  if (!found) {
    const wanted = join(root, "prebuilds", platformName(), "bpf_syscall.node");
    failures.push({ path: wanted, reason: "no binary for this platform in the package" });
  }
  if (!existsSync(built)) failures.push({ path: built, reason: "not compiled" });
}
