import type { BpffsOptions, PinOptions } from "@bpf/pinning";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { readRegularFile } from "../object/read-file.js";
import { parseU32, splitMapValue } from "./map-value.js";
import type { OptionValues } from "./option-values.js";
import { rootOf } from "./path-in-root.js";
import { parsePinTable } from "./pin-table.js";

/** Largest pinning table that is read; iproute2's own is under a kilobyte. */
const tableLimit = 1024 * 1024;

function record<V>(entries: readonly (readonly [string, V])[], verb: string): Record<string, V> {
  const result: Record<string, V> = Object.create(null);
  for (const [map, value] of entries) {
    if (map in result) throw new UsageError(`map ${JSON.stringify(map)} is given twice`, verb);
    result[map] = value;
  }
  return result;
}

function readPinTable(path: string): ReadonlyMap<number, string> {
  const bytes = readRegularFile(path, tableLimit, "a pinning table");
  return parsePinTable(new TextDecoder().decode(bytes), path);
}

/** The options of `@bpf/pinning` about the bpffs itself. */
export function bpffsOptions(options: OptionValues, { kernel }: Context): BpffsOptions & { root: string } {
  return {
    root: rootOf(options),
    unsafeDirs: options["unsafe-dirs"] === true,
    ...(kernel === undefined ? {} : { kernel }),
  };
}

/**
 * The options of `@bpf/pinning` that the command line asks for.
 * @throws {UsageError} a malformed or repeated MAP=VALUE
 * @throws {CliError} ERR_PIN_TABLE
 */
export function pinOptions(options: OptionValues, verb: string, context: Context): PinOptions {
  const paths = record<string | false>(
    [
      ...(options["pin-path"] ?? []).map((text) => splitMapValue("pin-path", text, verb)),
      ...(options["no-pin"] ?? []).map((map) => [map, false] as const),
    ],
    verb,
  );
  const maxEntries = record(
    (options["max-entries"] ?? []).map((text) => {
      const [map, count] = splitMapValue("max-entries", text, verb);
      return [map, parseU32(count, 1, `the N of --max-entries ${map}=N`, verb)] as const;
    }),
    verb,
  );
  const table = options["pin-table"];
  return {
    ...bpffsOptions(options, context),
    ...(options["pin-root"] === undefined ? {} : { pinRoot: options["pin-root"] }),
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    paths,
    maxEntries,
    ...(table === undefined ? {} : { pinTable: readPinTable(table) }),
  };
}
