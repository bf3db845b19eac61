/** Numbers that look random and follow from a seed (mulberry32): a failing run can be run again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 up to, and without, `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** Bytes of which many are what integers and floats are least used to. */
  bytes(size: number): Uint8Array {
    const style = this.below(4);
    return Uint8Array.from({ length: size }, () => {
      if (style === 0) return this.below(256);
      if (style === 1) return this.of([0, 0xff]);
      if (style === 2) return this.of([0, 1, 0x7f, 0x80, 0xff, 0xf0, 0x41, 0x22]);
      return this.below(3) === 0 ? this.below(128) : 0;
    });
  }
}

/** Of this run; `BPF_MUTATION_SEED` repeats one. */
export const seed = Number(process.env.BPF_MUTATION_SEED ?? Math.floor(Math.random() * 2 ** 32));
