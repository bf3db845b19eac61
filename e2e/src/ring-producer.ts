import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openMap, type TypedMap } from "@bpf/maps";
import { MapType, mapCreate, objPin } from "@bpf/syscall";
import { bpffs } from "./bpffs.js";
import { bpftool } from "./bpftool.js";

export const producerObject = fileURLToPath(
  new URL("../../testdata/objects/le/ring-producer.o", import.meta.url),
);

/** struct control of testdata/ring-producer.bpf.c. */
export interface Control {
  sequence: bigint;
  committed: bigint;
  dropped: bigint;
  discarded: bigint;
  limit: bigint;
  mask: number;
  flags: number;
  submit: number;
  discard: number;
}

const idle: Control = {
  sequence: 0n,
  committed: 0n,
  dropped: 0n,
  discarded: 0n,
  limit: 0n,
  mask: 0,
  flags: 0,
  submit: 0,
  discard: 0,
};

let made = 0;

/**
 * A pinned ring buffer and a program that fills it. bpftool loads the program and runs it, in a process of its own
 * (BPF_PROG_TEST_RUN): it is attached to nothing.
 */
export class RingProducer {
  /** The path of the ring buffer's pin. */
  readonly ring: string;
  readonly #program: string;
  readonly #control: TypedMap<number, Control>;

  constructor(ringBytes: number) {
    const directory = join(bpffs, `ring-${made++}`);
    mkdirSync(directory);
    this.ring = join(directory, "ring");
    this.#program = join(directory, "program");
    const attr = { type: MapType.RINGBUF, keySize: 0, valueSize: 0, maxEntries: ringBytes, name: "events" };
    using ring = mapCreate(attr);
    objPin(ring, this.ring);
    const reused = ["map", "name", "events", "pinned", this.ring];
    bpftool("prog", "load", producerObject, this.#program, ...reused, "pinmaps", join(directory, "maps"));
    this.#control = openMap(join(directory, "maps/control"));
  }

  /** Starts anew, from sequence number 0. */
  configure(control: Partial<Control>): void {
    this.#control.set(0, { ...idle, ...control });
  }

  /** What became of all sequence numbers so far. */
  get counts(): Control {
    return this.#control.get(0)!;
  }

  /** Runs the program so often, beside this process. */
  async run(times: number): Promise<void> {
    const args = ["prog", "run", "pinned", this.#program, "data_in", "-", "repeat", String(times)];
    const child = spawn("bpftool", args, { stdio: ["pipe", "ignore", "inherit"] });
    child.stdin.end(Buffer.alloc(64));
    const [status] = await once(child, "exit");
    if (status !== 0) throw new Error(`bpftool ${args.join(" ")} exits with ${status}`);
  }

  /** Runs it until it has committed as many records as its limit says. */
  async runToLimit(): Promise<void> {
    for (let { committed, limit } = this.counts; committed < limit; { committed, limit } = this.counts)
      await this.run(500_000);
  }

  close(): void {
    this.#control.close();
  }
}
