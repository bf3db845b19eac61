import { CliError } from "../errors.js";

/** Ids that have a meaning of their own in iproute2 (none, object, global) and cannot be in the table. */
const reserved = 2;

function fault(file: string, line: number, reason: string): CliError {
  return new CliError("ERR_PIN_TABLE", `${file}:${line}: ${reason}`, { path: file, line });
}

/**
 * Reads iproute2's pinning table (the format of /etc/iproute2/bpf_pinning): a line holds an id, decimal or 0x-hex,
 * and the subpath of root that its maps are pinned in; `#` begins a comment. Whether the subpath is fit is decided
 * where a path is made of it.
 * @param file the name to show in errors
 * @throws {CliError} ERR_PIN_TABLE with the line's number: no id, no subpath, a reserved or repeated id
 */
export function parsePinTable(text: string, file: string): ReadonlyMap<number, string> {
  const table = new Map<number, string>();
  for (const [index, raw] of text.split("\n").entries()) {
    const line = index + 1;
    const words = raw.replace(/#.*/s, "").trim().split(/\s+/);
    if (words[0] === "") continue;
    const [idText, subpath] = words as [string, string?];
    const id = /^(?:[0-9]+|0x[0-9a-f]+)$/i.test(idText) ? Number(idText) : Number.NaN;
    if (!(id <= 0xffffffff)) throw fault(file, line, `${JSON.stringify(idText)} is no id of 32 bits`);
    if (subpath === undefined) throw fault(file, line, `id ${id} has no subpath`);
    if (words.length > 2)
      throw fault(file, line, `more than an id and a subpath: ${JSON.stringify(words[2])}`);
    if (id <= reserved) throw fault(file, line, `id ${id} is reserved (0 none, 1 object, 2 global)`);
    if (table.has(id)) throw fault(file, line, `id ${id} has a subpath already`);
    table.set(id, subpath);
  }
  return table;
}
