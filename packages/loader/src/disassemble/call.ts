import { type Btf, BtfKind } from "@bpf/elf";
import { Pseudo } from "../link/instruction.js";
import { helperName } from "./helper-names.js";
import { type Operation, signed } from "./operation.js";

/** What names the targets of calls. */
export interface CallNames {
  /** Kernel symbols: a loaded program's helpers are told by their addresses. */
  readonly symbols?: ReadonlyMap<string, bigint> | undefined;
  /** The kernel's types, which name its functions. */
  readonly kernelBtf?: Btf | undefined;
}

/** What the addresses of helpers count from in a loaded program. */
const callBase = "__bpf_call_base";

/** Writes calls of helpers, of functions of the kernel and of the program. */
export class CallWriter {
  readonly #names: CallNames;
  readonly #functionAt: (index: number) => string | undefined;
  #byAddress: ReadonlyMap<bigint, string> | undefined;

  constructor(names: CallNames, functionAt: (index: number) => string | undefined) {
    this.#names = names;
    this.#functionAt = functionAt;
  }

  text(operation: Operation, index: number): string {
    const { source, immediate } = operation;
    if (source === Pseudo.CALL) return this.#inside(operation, index);
    const name =
      source === Pseudo.KFUNC_CALL
        ? (this.#kernelFunction(operation) ?? this.#symbol(immediate))
        : (this.#symbol(immediate) ?? helperName(immediate));
    return `call ${name ?? "unknown"}#${immediate}`;
  }

  /** A loaded program has the distance in the offset, one that is not yet loaded in the immediate; neither can be 0. */
  #inside({ offset, immediate }: Operation, index: number): string {
    const distance = offset === 0 ? immediate : offset;
    const name = this.#functionAt(index + distance + 1);
    return `call pc${signed(distance)}${name === undefined ? "" : `#${name}`}`;
  }

  /** Modules' functions (offset other than 0) have types that are not the kernel's. */
  #kernelFunction({ offset, immediate }: Operation): string | undefined {
    const { kernelBtf } = this.#names;
    if (kernelBtf === undefined || offset !== 0 || immediate <= 0 || immediate >= kernelBtf.typeCount)
      return undefined;
    const type = kernelBtf.type(immediate);
    return type.kind === BtfKind.FUNC ? type.name : undefined;
  }

  #symbol(immediate: number): string | undefined {
    const base = this.#names.symbols?.get(callBase) ?? 0n;
    if (base === 0n) return undefined;
    this.#byAddress ??= byAddress(this.#names.symbols!);
    return this.#byAddress.get(BigInt.asUintN(64, base + BigInt(immediate)));
  }
}

/** Names of one address: the shortest, which is the one without a compiler's suffix. */
function byAddress(symbols: ReadonlyMap<string, bigint>): ReadonlyMap<bigint, string> {
  const found = new Map<bigint, string>();
  for (const [name, address] of symbols) {
    const other = found.get(address);
    if (other === undefined || name.length < other.length) found.set(address, name);
  }
  return found;
}
