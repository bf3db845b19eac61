import type { Input } from "../context.js";

/** The standard input. Opened when it is first read. */
export const processInput: Input = {
  async *read(signal?: AbortSignal) {
    const { stdin } = process;
    // Destroys the stream when aborted: a read that waits for a pipe would go on waiting otherwise.
    const stop = (): void => void stdin.destroy();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      for await (const chunk of stdin) yield chunk as Uint8Array;
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  },
};
