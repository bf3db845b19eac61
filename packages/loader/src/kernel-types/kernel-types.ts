import { readFileSync } from "node:fs";
import { type Btf, type BtfKind, ParseError, parseBtf } from "@bpf/elf";
import { BpfError, type BpfFd, btfBytes, btfFromId, btfInfo, btfNextId } from "@bpf/syscall";
import { LoadError } from "../errors.js";

const vmlinuxPath = "/sys/kernel/btf/vmlinux";

/** A BTF object of the kernel: its own, or a module's. */
export interface KernelObject {
  /** "vmlinux", or the module's name. */
  readonly name: string;
  readonly btf: Btf;
  /** Of the BTF object in the kernel; 0 where the types came from a file. */
  readonly id: number;
}

/** A type of the kernel, and the object that has it. */
export interface KernelType {
  readonly object: KernelObject;
  readonly id: number;
}

/** The BTF objects that there are. */
export interface BtfObjects {
  /** The lowest id over this one. */
  next(id: number): number | undefined;
  /** One of the kernel or a module; undefined for a program's, and for one that is gone meanwhile. */
  read(id: number): { readonly name: string; readonly bytes: Uint8Array } | undefined;
}

/** The types of the running kernel, or of the one whose BTF a file has. */
export class KernelTypes {
  readonly vmlinux: KernelObject;
  readonly #given: readonly KernelObject[] | undefined;
  readonly #objects: BtfObjects;
  #loaded: readonly KernelObject[] = [];
  /** BTF objects up to this id have been looked at; the kernel gives out ids in rising order. */
  #lastId = 0;

  /** @param modules those that there are; the running kernel's without */
  constructor(
    vmlinux: KernelObject,
    modules?: readonly KernelObject[],
    objects: BtfObjects = { next: btfNextId, read: readObject },
  ) {
    this.vmlinux = vmlinux;
    this.#given = modules;
    this.#objects = objects;
  }

  /**
   * Loaded modules with BTF (Linux 5.11): with those that were loaded since this was last asked, without those that are
   * gone, and those whose BTF cannot be parsed. None for those who may not ask (without CAP_SYS_ADMIN).
   */
  get modules(): readonly KernelObject[] {
    if (this.#given !== undefined) return this.#given;
    try {
      this.#forget(({ id }) => this.#objects.next(id - 1) !== id);
      for (let id = this.#objects.next(this.#lastId); id !== undefined; id = this.#objects.next(id)) {
        const module = this.#readModule(id);
        // There are no two of a name: an older one is kept by somebody's descriptor alone.
        if (module !== undefined) {
          this.#forget(({ name }) => name === module.name);
          this.#loaded = [...this.#loaded, module];
        }
        this.#lastId = id;
      }
    } catch (error) {
      if (!BpfError.is(error) || error.code !== "EPERM") throw error;
    }
    return this.#loaded;
  }

  #forget(gone: (object: KernelObject) => boolean): void {
    if (this.#loaded.some(gone)) this.#loaded = this.#loaded.filter((object) => !gone(object));
  }

  #readModule(id: number): KernelObject | undefined {
    const object = this.#objects.read(id);
    if (object === undefined || object.name === "vmlinux") return undefined;
    try {
      return { name: object.name, id, btf: parseBtf(object.bytes, { base: this.vmlinux.btf }) };
    } catch (error) {
      // One module that was built for another kernel must not hide all others.
      if (ParseError.is(error)) return undefined;
      throw error;
    }
  }

  /** The first type of this name and kind, of the kernel proper before its modules. */
  find(name: string, kind: BtfKind, module?: string): KernelType | undefined {
    if (module === undefined || module === "vmlinux") {
      const id = this.vmlinux.btf.findId(name, kind);
      if (id !== undefined) return { object: this.vmlinux, id };
    }
    for (const object of this.modules) {
      if (module !== undefined && object.name !== module) continue;
      // Its own ids: what it has from the kernel proper was looked at, or is not asked for.
      const own = object.btf.findAll(name, kind).find(({ id }) => id >= object.btf.firstId);
      if (own !== undefined) return { object, id: own.id };
    }
    return undefined;
  }
}

let ofRunningKernel: KernelTypes | undefined;

/**
 * The running kernel's types, read and opened once a process; needs CONFIG_DEBUG_INFO_BTF.
 * @throws LoadError ERR_KERNEL_TYPES
 */
export function runningKernelTypes(): KernelTypes {
  ofRunningKernel ??= new KernelTypes(readVmlinux());
  return ofRunningKernel;
}

/**
 * The types of a kernel whose BTF is given: the bytes, or the path of a file that has them raw. There are no modules.
 * @throws LoadError ERR_KERNEL_TYPES
 */
export function kernelTypesFrom(source: string | Uint8Array): KernelTypes {
  const what = typeof source === "string" ? source : "the bytes given";
  try {
    const bytes = typeof source === "string" ? readFileSync(source) : source;
    return new KernelTypes({ name: "vmlinux", btf: parseBtf(bytes), id: 0 }, []);
  } catch (cause) {
    const text = `The kernel's types cannot be read from ${what}: ${(cause as Error).message}`;
    throw new LoadError("ERR_KERNEL_TYPES", text, { cause });
  }
}

/** Asks bpf(2), one copy of all bytes; the file gives them a page at a time, and to those who may not ask. */
function readVmlinux(): KernelObject {
  try {
    for (let id = btfNextId(0); id !== undefined; id = btfNextId(id)) {
      const object = readObject(id);
      if (object?.name === "vmlinux") return { name: object.name, id, btf: parseBtf(object.bytes) };
    }
  } catch (error) {
    if (!BpfError.is(error)) throw error;
  }
  try {
    return { name: "vmlinux", btf: parseBtf(readFileSync(vmlinuxPath)), id: 0 };
  } catch (cause) {
    const text = `The running kernel's types cannot be read from ${vmlinuxPath}: ${(cause as Error).message}. Give those of this kernel (kernelBtf), or run a kernel with CONFIG_DEBUG_INFO_BTF.`;
    throw new LoadError("ERR_KERNEL_TYPES", text, { cause });
  }
}

/** A BTF object of the kernel; undefined for a program's, and for one that is gone meanwhile. */
function readObject(id: number): { name: string; id: number; bytes: Uint8Array } | undefined {
  try {
    using fd = btfFromId(id);
    const { name, kernelBtf } = btfInfo(fd);
    return kernelBtf && name !== "" ? { name, id, bytes: btfBytes(fd) } : undefined;
  } catch (error) {
    if (BpfError.is(error) && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * A descriptor of a module's BTF object, for the caller to close; undefined for the kernel's own.
 * @throws LoadError ERR_KERNEL_TYPES for a module that is gone since it was found
 */
export function openObject({ name, id }: KernelObject): BpfFd | undefined {
  if (name === "vmlinux") return undefined;
  try {
    return btfFromId(id);
  } catch (cause) {
    if (!BpfError.is(cause)) throw cause;
    const why = cause.code === "ENOENT" ? "it was unloaded meanwhile" : cause.message;
    const text = `The types of the kernel module ${name} cannot be opened: ${why}.`;
    throw new LoadError("ERR_KERNEL_TYPES", text, { symbol: name, cause });
  }
}
