import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Btf, type ObjectSpec, parseBtf, parseObject } from "@bpf/elf";
import { KernelTypes } from "../../src/kernel-types/kernel-types.js";

/** The path of a committed object: `core/fields`. */
export const objectPath = (name: string): string =>
  fileURLToPath(new URL(`../../../../testdata/objects/${name}.o`, import.meta.url));

/** A committed object, under the name that libbpf gives it. */
export function readObject(name: string): ObjectSpec {
  return parseObject(readFileSync(objectPath(name)), { name: name.replace(/^.*\/|\..*/g, "") });
}

/** Types of a kernel that has these and nothing else, no modules either. */
export const kernelOf = (btf: Btf): KernelTypes => new KernelTypes({ name: "vmlinux", btf, id: 0 }, []);

export const vmlinuxPath = "/sys/kernel/btf/vmlinux";

/** The running kernel's types, without those of modules. */
export const hostKernel = (): KernelTypes => kernelOf(parseBtf(readFileSync(vmlinuxPath)));
