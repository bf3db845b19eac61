import { execFile, execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const object = fileURLToPath(new URL("../../../../testdata/objects/le/ring-producer.o", import.meta.url));

/** How the program of testdata/ring-producer.bpf.c produces; see struct control there. */
export interface Production {
  /** Records, and then no more. */
  limit?: number;
  /** Of the sequence number: the words that follow a record's header, 0 to 31. */
  mask?: number;
  /** Bits of {@link wakeup}. */
  flags?: number;
  submit?: boolean;
  discard?: boolean;
}

/** What became of all numbers so far. */
export interface Counts {
  sequence: number;
  committed: number;
  /** Found no room. */
  dropped: number;
  discarded: number;
}

/** BPF_RB_NO_WAKEUP, BPF_RB_FORCE_WAKEUP */
export const wakeup = { none: 1, force: 2 } as const;

let made = 0;

/**
 * A ring buffer on the bpffs and a program that fills it, both made by bpftool, which also runs the program: it is not
 * attached to anything.
 */
export class RingProducer {
  /** The path of the ring buffer's pin. */
  readonly ring: string;
  readonly #control: string;
  readonly #program: string;

  constructor(ringBytes = 262_144) {
    const directory = `/sys/fs/bpf/ring-${made++}`;
    this.ring = `${directory}/events`;
    this.#control = `${directory}/control`;
    this.#program = `${directory}/produce`;
    mkdirSync(directory);
    create(this.ring, "ringbuf", 0, 0, ringBytes);
    create(this.#control, "array", 4, 56, 1);
    const maps = ["events", "control"].flatMap((name) => [
      "map",
      "name",
      name,
      "pinned",
      `${directory}/${name}`,
    ]);
    bpftool("prog", "load", object, this.#program, ...maps);
  }

  /** Starts anew, from sequence number 0. */
  configure({
    limit = 2 ** 32,
    mask = 0,
    flags = 0,
    submit = false,
    discard = false,
  }: Production = {}): void {
    const value = new DataView(new ArrayBuffer(56));
    value.setBigUint64(32, BigInt(limit), true);
    for (const [index, word] of [mask, flags, Number(submit), Number(discard)].entries())
      value.setUint32(40 + index * 4, word, true);
    const hex = Buffer.from(value.buffer).toString("hex").match(/../g)!;
    bpftool("map", "update", "pinned", this.#control, "key", "0", "0", "0", "0", "value", "hex", ...hex);
  }

  /** Runs the program, and returns when it has run so often. */
  run(times: number): void {
    execFileSync("bpftool", this.#arguments(times), { input: frame, stdio: ["pipe", "ignore", "inherit"] });
  }

  /** Runs it in a process beside this one. */
  async start(times: number): Promise<void> {
    const running = promisify(execFile)("bpftool", this.#arguments(times));
    running.child.stdin!.end(frame);
    await running;
  }

  /** As {@link start}, until it has committed so many records: a reader may be slower than all tries take. */
  async startUntil(committed: number): Promise<void> {
    while (this.counts().committed < committed) await this.start(200_000);
  }

  counts(): Counts {
    const [element] = JSON.parse(bpftool("-j", "map", "dump", "pinned", this.#control)) as {
      value: string[];
    }[];
    const value = new DataView(Uint8Array.from(element!.value, Number).buffer);
    const [sequence, committed, dropped, discarded] = [0, 8, 16, 24].map((at) =>
      Number(value.getBigUint64(at, true)),
    ) as [number, number, number, number];
    return { sequence, committed, dropped, discarded };
  }

  #arguments(times: number): string[] {
    return ["prog", "run", "pinned", this.#program, "data_in", "-", "repeat", String(times)];
  }
}

/** What a socket program wants to look at; this one does not. */
const frame = Buffer.alloc(64);

function bpftool(...args: string[]): string {
  return execFileSync("bpftool", args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

function create(path: string, type: string, key: number, value: number, entries: number): void {
  const sizes = ["key", key, "value", value, "entries", entries].map(String);
  bpftool("map", "create", path, "type", type, ...sizes, "name", path.slice(path.lastIndexOf("/") + 1));
}
