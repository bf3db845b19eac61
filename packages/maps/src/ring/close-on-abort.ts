/** What an abort closes. */
interface Closable {
  close(): void;
}

/** Takes the listeners of those that are garbage from signals that live on. */
const listeners = new FinalizationRegistry<() => void>((remove) => remove());

/**
 * Closes `target` when the signal is aborted, without keeping it alive: the signal may live as long as the process.
 * @returns ends that
 */
export function closeOnAbort(target: Closable, signal: AbortSignal): () => void {
  const weak = new WeakRef(target);
  const onAbort = (): void => weak.deref()?.close();
  signal.addEventListener("abort", onAbort, { once: true });
  const remove = (): void => signal.removeEventListener("abort", onAbort);
  listeners.register(target, remove, onAbort);
  return () => {
    listeners.unregister(onAbort);
    remove();
  };
}
