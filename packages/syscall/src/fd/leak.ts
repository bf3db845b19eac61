import type { FdState } from "./state.js";

const registry = new FinalizationRegistry<FdState>(collected);
const warned = { closed: false, open: false };

/** Closes `state`'s descriptor when `owner` is garbage collected before {@link forget}. */
export function watch(owner: object, state: FdState): void {
  registry.register(owner, state, owner);
}

export function forget(owner: object): void {
  registry.unregister(owner);
}

function collected({ native, exposed }: FdState): void {
  const number = native.number();
  if (number < 0) return;
  if (exposed) {
    native.release();
    warn("open", `descriptor ${number} is left open, because its number was read`);
  } else {
    native.close();
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
