import type { Output } from "../context.js";

/** Writes a text without holding up signals and timers, where the output can do that. */
export async function send(output: Output, text: string, signal?: AbortSignal): Promise<void> {
  if (output.send === undefined) output.write(text);
  else await output.send(text, signal);
}
