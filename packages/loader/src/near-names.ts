/** Edits (insert, delete, replace) from one name to another, counted up to `most`. */
function distance(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return most + 1;
  let previous = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= to.length; j++) {
      const replaced = previous[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const best = Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1);
      row.push(best);
      least = Math.min(least, best);
    }
    if (least > most) return most + 1;
    previous = row;
  }
  return previous[to.length]!;
}

/** The names nearest to one that is not there: at most three, at most two edits away. */
export function nearNames(name: string, known: Iterable<string>): string[] {
  const most = name.length < 4 ? 1 : 2;
  const near: { name: string; edits: number }[] = [];
  for (const candidate of known) {
    const edits = distance(name, candidate, most);
    if (edits <= most) near.push({ name: candidate, edits });
  }
  return near
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map((one) => one.name);
}

/** " Did you mean a, b or c?", or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearNames(name, known);
  if (near.length === 0) return "";
  const last = near.pop()!;
  return ` Did you mean ${near.length > 0 ? `${near.join(", ")} or ` : ""}${last}?`;
}
