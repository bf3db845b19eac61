/** The middle of the figures; the mean of the two middle ones for an even count. */
export function median(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs two sides in turn (A B A B …) and gives the ratio round by round, so that a machine whose speed drifts
 * drifts under both. The first round warms caches and is not counted.
 *
 * @param {number} rounds counted rounds
 * @param {(round: number) => number | Promise<number>} ours nanoseconds
 * @param {(round: number) => number | Promise<number>} theirs nanoseconds
 */
export async function pair(rounds, ours, theirs) {
  const a = [];
  const b = [];
  const ratios = [];
  for (let round = 0; round <= rounds; round++) {
    const mine = await ours(round);
    const peer = await theirs(round);
    if (round === 0) continue;
    a.push(mine);
    b.push(peer);
    ratios.push(mine / peer);
  }
  return {
    oursMs: median(a) / 1e6,
    peerMs: median(b) / 1e6,
    ratioMin: Math.min(...ratios),
    ratio: median(ratios),
  };
}
