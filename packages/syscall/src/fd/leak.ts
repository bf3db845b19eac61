import { native } from "../addon/load.js";
import type { FdState } from "./state.js";

const registry = new FinalizationRegistry<FdState>(collected);
const warned = { closed: false, open: false };

/** Closes `state`'s descriptor when `owner` is garbage collected and the descriptor is open still. */
export function watch(owner: object, state: FdState): void {
  registry.register(owner, state);
}

function collected(state: FdState): void {
  const { number, exposed } = state;
  if (number < 0) return;
  state.number = -1;
  if (exposed) {
    native().release(number);
    warn("open", `descriptor ${number} is left open, because its number was read`);
  } else {
    native().close(number);
    warn("closed", `descriptor ${number} was closed`);
  }
}

function warn(kind: keyof typeof warned, outcome: string): void {
  if (warned[kind]) return;
  warned[kind] = true;
  process.emitWarning(
    `A BpfFd was garbage collected without close(): ${outcome}. Use close() or \`using\`.`,
    {
      type: "BpfWarning",
      code: "BPF_FD_LEAKED",
      detail: "Further leaks of this kind are not reported.",
    },
  );
}
