/** Loads in one go. */
const burst = 20;

/** Milliseconds of rest after them. */
const rest = 50;

let loads = 0;

/**
 * To be told of every program that was loaded: rests now and then. Linux 6.18 locks up for good when more than 1,024
 * programs are closed, and not yet freed, while one is loaded.
 */
export function loaded(programs = 1): void {
  loads += programs;
  if (loads < burst) return;
  loads = 0;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, rest);
}
