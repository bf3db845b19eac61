import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AddonError, type AddonFailure } from "./addon-error.js";
import type { Native } from "./native.js";
import { platformName } from "./platform.js";

/** Has to equal kVersion of native/module.cc. */
const VERSION = 5;

const name = "bpf_syscall.node";

/** The sticky bit; sys/stat.h. */
const S_ISVTX = 0o1000;

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

function load(): Native {
  const failures: AddonFailure[] = [];
  for (const path of candidates(failures)) {
    try {
      const addon = open(path);
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

/** Not `require`, which takes a millisecond longer to come to the same call. */
function open(path: string): Native {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports as Native;
}

function* candidates(failures: AddonFailure[]): Generator<string> {
  let root = ownRoot();
  let found = root === "" ? [] : existing(root);
  if (found.length === 0) {
    try {
      root = packageRoot();
    } catch (error) {
      const reason = `the package is not installed: ${(error as Error).message}`;
      failures.push({ path: "@bpf/syscall", reason });
      return;
    }
    found = existing(root);
  }
  yield* found;
  const built = builtIn(root);
  if (found.every((path) => path === built)) {
    const wanted = join(root, "prebuilds", platformName(), name);
    failures.push({ path: wanted, reason: "no binary for this platform in the package" });
  }
  if (!found.includes(built)) failures.push({ path: built, reason: "not compiled" });
}

/**
 * The package that this runs in as dist/index.cjs, which saves Node's resolving; "" if it does not, or not surely. This
 * code may have been bundled to /tmp/bundle/all.cjs: what lies in /tmp anybody may have put there. In a directory that
 * is not sticky, who can put files beside dist/ can replace dist/ as well.
 */
function ownRoot(): string {
  if (typeof __dirname !== "string" || !__dirname.endsWith("/dist")) return "";
  const root = dirname(__dirname);
  try {
    if ((statSync(root).mode & S_ISVTX) !== 0) return "";
    const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name?: unknown };
    return name === "@bpf/syscall" ? root : "";
  } catch {
    return "";
  }
}

/** Through the package's own name, so that a bundle of this code still finds the binary in its package. */
function packageRoot(): string {
  return dirname(createRequire(import.meta.url).resolve("@bpf/syscall/package.json"));
}

/**
 * The binaries that a package has; one that was compiled here comes first. Asking which C library this process has
 * takes longer than trying: the wrong one's binary is refused by dlopen(3).
 */
function existing(root: string): string[] {
  const prebuilt = prebuiltFolders.map((folder) => join(root, "prebuilds", folder, name));
  return [builtIn(root), ...prebuilt].filter((path) => existsSync(path));
}

const builtIn = (root: string): string => join(root, "build", "Release", name);
