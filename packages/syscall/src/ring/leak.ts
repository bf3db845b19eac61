import { native } from "../addon/load.js";
import type { ReaderState } from "./reader-state.js";

const registry = new FinalizationRegistry<ReaderState>(collected);
let warned = false;

/** Closes `state`'s reader when `owner` is garbage collected and the reader is open still. */
export function watchReader(owner: object, state: ReaderState): void {
  registry.register(owner, state);
}

function collected(state: ReaderState): void {
  const { number } = state;
  if (number < 0) return;
  state.number = -1;
  native().ringClose(number);
  if (warned) return;
  warned = true;
  process.emitWarning(
    "A RingReader was garbage collected without close(): its thread was ended. Use close() or `using`.",
    {
      type: "BpfWarning",
      code: "BPF_RING_LEAKED",
      detail: "Further leaks of this kind are not reported.",
    },
  );
}
