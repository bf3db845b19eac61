import type { ObjectSpec } from "@bpf/elf";
import type { AttachTo } from "@bpf/loader";
import type { BpffsOptions } from "@bpf/pinning";
import type { BpfFd } from "@bpf/syscall";
import { parseAttachTo } from "../arguments/attach-to.js";
import { UsageError } from "../errors.js";
import { openProgram } from "../pins/open-program.js";
import { requireProgram } from "./program-names.js";

/** What the programs of an object are for, over their sections; holds the pinned programs that some are for. */
export class AttachTargets implements Disposable {
  /** By program. */
  readonly byProgram: Record<string, AttachTo> = Object.create(null);
  readonly #opened: BpfFd[] = [];

  /**
   * @param texts values of `--attach-to`
   * @throws {UsageError}; what opening a pin throws
   */
  constructor(object: ObjectSpec, texts: readonly string[], bpffs: BpffsOptions, verb: string) {
    const wanted = texts.map((text) => parseAttachTo(text, verb));
    try {
      for (const { program: name, target, pin } of wanted) {
        requireProgram(object, name, "attach-to", verb);
        if (name in this.byProgram)
          throw new UsageError(`program ${JSON.stringify(name)} is given twice`, verb);
        const program = pin === undefined ? undefined : openProgram(pin, bpffs).fd;
        if (program !== undefined) this.#opened.push(program);
        this.byProgram[name] = { target, program };
      }
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    for (const fd of this.#opened) fd.close();
  }
}
