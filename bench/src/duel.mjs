import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { pair } from "./pair.mjs";
import { environment } from "./run.mjs";

/** A process that does one round of its work for each line it is sent, and answers with nanoseconds and a sum. */
function contestant([command, args]) {
  const child = spawn(command, args, { env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async round() {
      child.stdin.write("\n");
      const { value, done } = await answers.next();
      if (done) throw new Error(`ended before it answered: ${command} ${args.join(" ")}`);
      const [time, sum] = value.split(" ");
      return { time: Number(time), sum };
    },
    async end() {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * The same as {@link pair} for work of some milliseconds: both sides are processes that live through all rounds, only
 * one of them at work at a time, so that a round is not lost in the start of a process.
 *
 * @param {number} rounds
 * @param {[command: string, args: string[]]} ours
 * @param {[command: string, args: string[]]} theirs
 * @throws Error where the two did not read the same
 */
export async function duel(rounds, ours, theirs) {
  const sides = [contestant(ours), contestant(theirs)];
  const sums = [];
  const timeOf = (side) => async () => {
    const { time, sum } = await sides[side].round();
    sums[side] = sum;
    return time;
  };
  try {
    const result = await pair(rounds, timeOf(0), timeOf(1));
    if (sums[0] !== sums[1])
      throw new Error(`${ours[1].join(" ")}: read ${sums[0]}, the other side ${sums[1]}`);
    return result;
  } finally {
    await Promise.all(sides.map((side) => side.end()));
  }
}
