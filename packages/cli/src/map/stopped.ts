/**
 * Runs work that a signal may stop.
 * @returns what the work gave; `early()` when the signal stopped it
 */
export async function untilStopped<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
  early: () => T,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted === true && error === signal.reason) return early();
    throw error;
  }
}
