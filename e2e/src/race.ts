import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type BpfFd, flock, OpenFlag, openat2 } from "@bpf/syscall";
import type { RaceOrder, RaceResult } from "./race-worker.js";

/** What one worker brought home. */
export type Work = Exclude<RaceResult, { ready: true }>;

// In the VM the sources are JavaScript.
const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const workerFile = fileURLToPath(new URL(`./race-worker${extension}`, import.meta.url));

const answer = async (child: ChildProcess): Promise<RaceResult> => {
  const [result] = await once(child, "message");
  return result as RaceResult;
};

/** Processes that wait behind one gate and start together. */
export class Race {
  readonly #children: ChildProcess[];
  readonly #directory = mkdtempSync(join(tmpdir(), "bpf-race-"));
  readonly #gatePath = join(this.#directory, "gate");
  readonly #gate: BpfFd;

  constructor(workers: number) {
    writeFileSync(this.#gatePath, "");
    this.#gate = openat2(undefined, this.#gatePath, { flags: OpenFlag.O_RDONLY });
    this.#children = Array.from({ length: workers }, () => fork(workerFile, { stdio: "inherit" }));
  }

  /** Runs one round: every worker's order, all at once. */
  async round(
    orderOf: (worker: number) => Omit<RaceOrder & { verb: "load" | "unpin" }, "gate">,
  ): Promise<Work[]> {
    flock(this.#gate, "exclusive");
    await Promise.all(
      this.#children.map((child, worker) => {
        const ready = answer(child);
        child.send({ ...orderOf(worker), gate: this.#gatePath });
        return ready;
      }),
    );
    const results = Promise.all(this.#children.map(answer));
    // The last ones have said that they are ready, and are on their way to the lock.
    await setTimeout(50);
    flock(this.#gate, "unlock");
    return (await results) as Work[];
  }

  /** Closes what the workers hold. */
  async close(): Promise<void> {
    await Promise.all(
      this.#children.map((child) => {
        const done = answer(child);
        child.send({ verb: "close" } satisfies RaceOrder);
        return done;
      }),
    );
  }

  async end(): Promise<void> {
    for (const child of this.#children) child.disconnect();
    await Promise.all(this.#children.map((child) => child.exitCode ?? once(child, "exit")));
    this.#gate.close();
    rmSync(this.#directory, { recursive: true });
  }
}
