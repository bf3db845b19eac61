import { readSync } from "node:fs";

const line = Buffer.alloc(1);

/** Waits for a line of standard input; false at its end. */
const asked = () => readSync(0, line, 0, 1, null) === 1;

/**
 * Does one round of work for each line of standard input, and answers with the nanoseconds and the sum that it gives.
 *
 * @param {() => { time: bigint, sum: bigint }} round
 * @param {number} warmUps rounds before the first answer
 */
export function eachTimedRound(round, warmUps) {
  for (let i = 0; i < warmUps; i++) round();
  while (asked()) {
    const { time, sum } = round();
    console.log(`${time} ${BigInt.asUintN(64, sum)}`);
  }
}

/**
 * Does one round of work for each line of standard input, and answers with its nanoseconds and `sum`: what was read,
 * found beforehand, so that adding it up (which costs JavaScript more than C) is not what is timed.
 *
 * @param {bigint} sum
 * @param {() => void} work
 * @param {number} [warmUps] rounds before the first answer, so that the code is compiled by then
 */
export function eachRound(sum, work, warmUps = 3) {
  const round = () => {
    const start = process.hrtime.bigint();
    work();
    return { time: process.hrtime.bigint() - start, sum };
  };
  eachTimedRound(round, warmUps);
}
