/** Options of {@link generateTypes}. */
export interface TypesOptions {
  /** What the module was made from, for its first comment: a file's name. */
  source?: string | undefined;
  /**
   * Where maps are pinned, by name; undefined: nowhere. Default: those that are pinned by name in `/sys/fs/bpf`, others
   * nowhere.
   */
  paths?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * Types of values, by map: a ring buffer's records, or values of a map without types. A C type's name: `struct event`,
   * `event`.
   */
  values?: Readonly<Record<string, string>> | undefined;
}

/** What an option says of one map, whatever the map is called. */
export function ofMap(
  by: Readonly<Record<string, string | undefined>> | undefined,
  name: string,
): string | undefined {
  return by !== undefined && Object.hasOwn(by, name) ? by[name] : undefined;
}
