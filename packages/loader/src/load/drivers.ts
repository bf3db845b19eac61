import { availableParallelism } from "node:os";
import type { OpenObject } from "@bpf/pinning";
import { type BpfFd, type ProgLoadAttr, progLoad, progLoadAsync } from "@bpf/syscall";
import type { LoadAsyncOptions } from "./options.js";
import { type LoadSteps, ProgramFailure } from "./steps.js";

/** Of the four threads that libuv's pool has one is left to the rest of the process, unless it was told otherwise. */
const mostAtOnce = Math.min(3, availableParallelism());

function closeAll(fds: readonly BpfFd[]): void {
  for (const fd of fds) fd.close();
}

/** Loads one program after the other, on this thread. */
export function drive(steps: LoadSteps): OpenObject {
  let fds: BpfFd[] = [];
  try {
    let step = steps.next([]);
    while (step.done !== true) {
      if (step.value.kind === "collect") {
        const all = fds;
        fds = [];
        step = steps.next(all);
        continue;
      }
      try {
        fds.push(progLoad(step.value.attr));
      } catch (error) {
        step = steps.throw(new ProgramFailure(fds.length, error));
        continue;
      }
      step = steps.next([]);
    }
    return step.value;
  } catch (error) {
    closeAll(fds);
    throw error;
  }
}

/** Programs that are being verified, several at once: each while the next ones are linked. */
class Verifications {
  #all: Promise<BpfFd>[] = [];
  #running = new Set<Promise<unknown>>();
  #failure: ProgramFailure | undefined;
  /** Programs that the kernel has taken. */
  done = 0;

  /** Waits until one more may be begun. @throws ProgramFailure once one has failed: the first in order that does */
  async room(): Promise<void> {
    while (this.#running.size >= mostAtOnce && this.#failure === undefined) await Promise.race(this.#running);
    if (this.#failure !== undefined) await this.collect();
  }

  begin(attr: ProgLoadAttr): void {
    const index = this.#all.length;
    const load = progLoadAsync(attr);
    this.#all.push(load);
    const end = load.then(
      () => void this.done++,
      (error) => {
        if (this.#failure === undefined || index < this.#failure.index)
          this.#failure = new ProgramFailure(index, error);
      },
    );
    const running: Promise<unknown> = end.finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** All programs, which are the caller's then. @throws ProgramFailure where one failed; none is left then */
  async collect(): Promise<BpfFd[]> {
    const all = this.#all;
    this.#all = [];
    const ends = await Promise.allSettled(all);
    await Promise.all(this.#running);
    this.done = 0;
    const fds = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
    const failure = this.#failure;
    if (failure === undefined) return fds;
    closeAll(fds);
    throw failure;
  }

  /** Waits for what is under way, and closes all. */
  async abandon(): Promise<void> {
    try {
      closeAll(await this.collect());
    } catch (error) {
      if (!(error instanceof ProgramFailure)) throw error;
    }
  }
}

/** Loads programs on threads of libuv's pool. */
export async function driveAsync(
  steps: LoadSteps,
  { signal, onProgress }: Pick<LoadAsyncOptions, "signal" | "onProgress">,
): Promise<OpenObject> {
  const verifications = new Verifications();
  try {
    let step = steps.next([]);
    while (step.done !== true) {
      let fds: BpfFd[] = [];
      try {
        // The last look at the signal is before anything is pinned.
        if (step.value.kind === "collect") {
          fds = await verifications.collect();
          signal?.throwIfAborted();
        } else {
          const { program, attr, total } = step.value;
          await verifications.room();
          signal?.throwIfAborted();
          onProgress?.({ program, done: verifications.done, total });
          signal?.throwIfAborted();
          verifications.begin(attr);
        }
      } catch (error) {
        closeAll(fds);
        step = steps.throw(error);
        continue;
      }
      step = steps.next(fds);
    }
    return step.value;
  } finally {
    await verifications.abandon();
  }
}
