/** Signals that ask a command to stop, and their numbers on Linux. */
const held = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type Held = keyof typeof held;

/**
 * Runs `work` while signals do not end the process.
 * @param onSignal called at the first signal that comes
 * @param mustDie asked when `work` is done: whether the process has to end by the signal that came, as it cannot exit
 * @returns what `work` returned, or 128 + n when signal n came meanwhile
 */
async function catchingSignals(
  work: () => Promise<number>,
  onSignal?: () => void,
  mustDie = () => false,
): Promise<number> {
  let received: Held | undefined;
  const note = (signal: NodeJS.Signals): void => {
    if (received !== undefined) return;
    received = signal as Held;
    onSignal?.();
  };
  const names = Object.keys(held) as Held[];
  for (const name of names) process.on(name, note);
  try {
    const code = await work();
    // Signals are handed over by the event loop, and the work may never have let it turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (received === undefined) return code;
    if (mustDie()) {
      for (const name of names) process.off(name, note);
      process.kill(process.pid, received);
    }
    return 128 + held[received];
  } finally {
    for (const name of names) process.off(name, note);
  }
}

/**
 * Runs a change to the bpffs to its end although a signal asks to stop: a change is all or nothing, and takes
 * milliseconds.
 * @returns what `work` returned, or 128 + n when signal n came meanwhile
 */
export function holdingSignals(work: () => Promise<number>): Promise<number> {
  return catchingSignals(work);
}

/**
 * Runs work that can take long, and ends early, leaving things in order, when a signal aborts it.
 * @param mustDie as a write that waits for a reader keeps a process from exiting
 * @returns what `work` returned, or 128 + n when signal n came meanwhile
 */
export function stoppingAtSignals(
  work: (signal: AbortSignal) => Promise<number>,
  mustDie?: () => boolean,
): Promise<number> {
  const controller = new AbortController();
  return catchingSignals(
    () => work(controller.signal),
    () => controller.abort(),
    mustDie,
  );
}
