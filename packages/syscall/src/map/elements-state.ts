import { native } from "../addon/load.js";

/** What belongs to a MapElements, and outlives one that is garbage collected. */
export interface ElementsState {
  /** Its number in the addon; negative when closed, or never opened. */
  map: number;
}

const registry = new FinalizationRegistry<ElementsState>(collected);
let warned = false;

/** Closes `state`'s map when `owner` is garbage collected and it is open still, with one warning a process. */
export function watchElements(owner: object, state: ElementsState): void {
  registry.register(owner, state, state);
}

/** After close(): nothing is left to do. */
export function unwatchElements(state: ElementsState): void {
  registry.unregister(state);
}

function collected({ map }: ElementsState): void {
  if (map < 0) return;
  native().elementsClose(map);
  if (warned) return;
  warned = true;
  process.emitWarning("A MapElements was garbage collected without close(). Use close() or `using`.", {
    type: "BpfWarning",
    code: "BPF_FD_LEAKED",
    detail: "Further leaks of this kind are not reported.",
  });
}
