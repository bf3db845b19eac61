const columns = [
  ["work", (row) => row.work],
  ["peer", (row) => row.peer],
  ["ours", (row) => `${row.oursMs.toFixed(2)} ms`],
  ["theirs", (row) => `${row.peerMs.toFixed(2)} ms`],
  ["ratio min", (row) => row.ratioMin.toFixed(2)],
  ["ratio median", (row) => row.ratio.toFixed(2)],
  ["goal", (row) => (row.goal === undefined ? "-" : `≤ ${row.goal}`)],
];

/** One aligned table, a line a pair. */
export function table(rows) {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
