import { type Instructions, Pseudo } from "../link/instruction.js";
import { signed } from "./operation.js";

/** The text of a 64-bit constant at `index`, as bpftool writes it; `functionAt` names what begins at an instruction. */
export function constantText(
  code: Instructions,
  index: number,
  functionAt: (index: number) => string | undefined,
): string {
  const target = `r${code.destination(index)}`;
  const low = code.immediate(index) >>> 0;
  const high = code.immediate(index + 1) >>> 0;
  switch (code.source(index)) {
    case Pseudo.MAP_FD:
      return `${target} = map[id:${low}]`;
    case Pseudo.MAP_VALUE:
      return `${target} = map[id:${low}][0]+${high}`;
    case Pseudo.MAP_IDX:
      return `${target} = map[idx:${low}]`;
    case Pseudo.MAP_IDX_VALUE:
      return `${target} = map[idx:${low}][0]+${high}`;
    case Pseudo.FUNC: {
      const distance = code.immediate(index);
      const name = functionAt(index + distance + 1);
      return `${target} = subprog[${signed(distance)}]${name === undefined ? "" : `#${name}`}`;
    }
    default:
      return `${target} = 0x${((BigInt(high) << 32n) | BigInt(low)).toString(16)}`;
  }
}
