import { brand } from "../errors/brand.js";
import { platformName } from "./platform.js";

/** A place where the addon was looked for, and why that did not do. */
export interface AddonFailure {
  path: string;
  reason: string;
}

const { mark, is } = brand("AddonError");

/** The native addon cannot be loaded; the message says which platform, why, and what to run. */
export class AddonError extends Error {
  override readonly name = "AddonError";
  readonly code = "ERR_BPF_ADDON";
  readonly failures: readonly AddonFailure[];

  constructor(failures: readonly AddonFailure[]) {
    const tried = failures.map(({ path, reason }) => `  ${path}: ${reason}`).join("\n");
    super(
      `cannot load the native addon of @bpf/syscall on ${platformName()}, Node.js ${process.version}\n${tried}\n${advice()}`,
    );
    this.failures = failures;
    mark(this);
  }

  /** True for an AddonError of any copy of this package. */
  static is(value: unknown): value is AddonError {
    return is(value);
  }
}

function advice(): string {
  if (process.platform !== "linux") {
    return "bpf(2) is a system call of Linux: run this on Linux, or in a Linux virtual machine or container.";
  }
  return [
    "Possible solutions:",
    "- compile it here, with a C++17 compiler and the Linux headers",
    "    Debian, Ubuntu:  apt-get install g++ linux-libc-dev",
    "    Alpine:          apk add g++ linux-headers",
    "    Fedora, RHEL:    dnf install gcc-c++ kernel-headers",
    "  and then:          npm rebuild @bpf/syscall --foreground-scripts   (pnpm: pnpm rebuild @bpf/syscall)",
    "- if node_modules was made on another system or with --ignore-scripts, install again on this one",
  ].join("\n");
}
