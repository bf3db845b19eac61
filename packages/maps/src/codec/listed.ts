const mostListed = 12;

/** `A, B, C`, the end of a long list left out. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostListed).join(", ");
  return names.length > mostListed ? `${shown}, … (${names.length})` : shown;
}
