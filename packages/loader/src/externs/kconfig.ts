import {
  BtfKind,
  dataMapName,
  kconfigLayout,
  MapFlag,
  type MapSpec,
  MapType,
  type ObjectSpec,
} from "@bpf/elf";
import { LoadError } from "../errors.js";
import { Kallsyms } from "./kallsyms.js";
import { putKconfigNumber, putKconfigValue } from "./kconfig-value.js";
import { type KernelConfig, runningKernelConfig } from "./kernel-config.js";
import { kernelVersion } from "./kernel-version.js";

/** All values of a configuration together have less. */
const mostBytes = 1024 * 1024;

/** Symbol of the map that holds an object's `.kconfig` variables. */
export const kconfigSymbol = ".kconfig";

/** Values that are no configuration, and that the loader knows (libbpf's "virtual" externs). */
const known: Readonly<Record<string, () => number>> = {
  LINUX_KERNEL_VERSION: kernelVersion,
  // bpf_get_attach_cookie(), Linux 5.15.
  LINUX_HAS_BPF_COOKIE: () => Number(kernelVersion() >= (5 << 16) + (15 << 8)),
  LINUX_HAS_SYSCALL_WRAPPER: () => Number(wrapsSyscalls()),
};

const wrapsSyscalls = (): boolean => {
  const symbols = new Kallsyms();
  return ["__x64_sys_bpf", "__arm64_sys_bpf", "__s390x_sys_bpf", "__riscv_sys_bpf"].some(
    (name) => symbols.addresses(name).length > 0,
  );
};

/**
 * The map of an object's `.kconfig` variables, which no section of the ELF has, with its contents; undefined without
 * such variables. It is read-only for programs and frozen, as libbpf makes it.
 *
 * @param used names of variables that programs use: others stay 0 and need not be known
 * @param config the configuration in place of the running kernel's
 * @throws LoadError ERR_PROGRAM_EXTERN for a variable that is not weak and has no value, or not a fitting one
 */
export function kconfigMap(
  object: ObjectSpec,
  used: ReadonlySet<string>,
  config?: KernelConfig,
): MapSpec | undefined {
  const { btf } = object;
  if (btf === undefined) return undefined;
  const { size, offsets } = kconfigLayout(btf);
  if (size === 0) return undefined;
  if (size > mostBytes)
    throw new LoadError(
      "ERR_PROGRAM_EXTERN",
      `The variables of .kconfig have ${size} bytes, over ${mostBytes}.`,
    );
  const contents = new Uint8Array(size);
  for (const extern of object.externs.values()) {
    const offset = offsets.get(extern.id);
    if (offset === undefined || !used.has(extern.name)) continue;
    const place = contents.subarray(offset, offset + btf.sizeOf(extern.typeId));
    const value = configured(extern.name, config);
    if (typeof value === "number") putKconfigNumber(btf, extern, value, place);
    else if (value !== undefined) putKconfigValue(btf, extern, value, place);
    else if (!extern.weak) throw missing(extern.name);
  }
  const section = btf.find(kconfigSymbol, BtfKind.DATASEC);
  return {
    name: dataMapName(object.name, kconfigSymbol),
    symbol: kconfigSymbol,
    section: kconfigSymbol,
    definition: "data",
    type: MapType.ARRAY,
    keySize: 4,
    valueSize: size,
    maxEntries: 1,
    flags: MapFlag.RDONLY_PROG | MapFlag.MMAPABLE,
    mapExtra: 0n,
    pinning: "none",
    ...(section && { valueTypeId: section.id }),
    contents,
    tags: [],
  };
}

function configured(name: string, config: KernelConfig | undefined): string | number | undefined {
  const given = config?.get(name);
  if (given !== undefined) return given;
  if (Object.hasOwn(known, name)) return known[name]!();
  return config === undefined && name.startsWith("CONFIG_") ? runningKernelConfig().get(name) : undefined;
}

function missing(name: string): LoadError {
  const why = name.startsWith("CONFIG_")
    ? "it is not set; declare the variable __weak if it may be missing"
    : "variables of .kconfig are CONFIG_…, LINUX_KERNEL_VERSION, LINUX_HAS_BPF_COOKIE and LINUX_HAS_SYSCALL_WRAPPER";
  return new LoadError("ERR_PROGRAM_EXTERN", `The kernel's configuration has no ${name}: ${why}.`, {
    symbol: name,
  });
}
