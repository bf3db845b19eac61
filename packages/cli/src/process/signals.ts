/** Signals that ask a command to stop, and their numbers on Linux. */
const held = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type Held = keyof typeof held;

/**
 * Runs a change to the bpffs to its end although a signal asks to stop: a change is all or nothing, and takes
 * milliseconds.
 * @returns what `work` returned, or 128 + n when signal n came meanwhile
 */
export async function holdingSignals(work: () => Promise<number>): Promise<number> {
  let received: Held | undefined;
  const note = (signal: NodeJS.Signals): void => {
    received ??= signal as Held;
  };
  const names = Object.keys(held) as Held[];
  for (const name of names) process.on(name, note);
  try {
    const code = await work();
    // Signals are handed over by the event loop, and the work never let it turn.
    await new Promise((resolve) => setImmediate(resolve));
    return received === undefined ? code : 128 + held[received];
  } finally {
    for (const name of names) process.off(name, note);
  }
}
