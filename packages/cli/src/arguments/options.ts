/** One option of the command line; the same name means the same thing under every verb. */
export interface OptionDefinition {
  readonly name: string;
  readonly short?: string;
  /** What the value is called in help; an option without one is a switch. */
  readonly value?: string;
  readonly repeatable?: boolean;
  /**
   * `general`: every verb. `root`: every verb, shown in each help. `object`: about an object's maps; accepted by
   * every verb, so that one set of options can be given to all. `object-map`: names a map of an object, so only where
   * one is read. `program`: about an object's programs, so only where one is read too, and shown by the verbs that name
   * it. `verb`: only the verbs that name it in their definitions.
   */
  readonly group: "general" | "root" | "object" | "object-map" | "program" | "verb";
  readonly summary: string;
}

/** Options that every verb has, or every verb that reads an object; in the order of help. */
export const commonOptions = [
  {
    name: "root",
    value: "DIR",
    group: "root",
    summary: "bpffs directory that all paths are inside (default /sys/fs/bpf)",
  },
  {
    name: "pin-root",
    value: "DIR",
    group: "object",
    summary: "where by-name pins go; inside root (default: root)",
  },
  {
    name: "namespace",
    value: "NS",
    group: "object",
    summary: "namespace of object- and global-scoped pins, over the definition's",
  },
  {
    name: "pin-path",
    value: "MAP=PATH",
    repeatable: true,
    group: "object-map",
    summary: "pin this map at PATH, relative to root or absolute inside it",
  },
  { name: "no-pin", value: "MAP", repeatable: true, group: "object-map", summary: "do not pin this map" },
  {
    name: "pin-table",
    value: "FILE",
    group: "object",
    summary: "iproute2's table of `id subpath` lines, for its own pinning ids",
  },
  {
    name: "layout",
    value: "NAME",
    group: "object",
    summary: "read legacy definitions as libbpf, aya, iproute2 or gobpf",
  },
  { name: "relaxed", group: "object", summary: "unknown members of a BTF map definition are warnings" },
  {
    name: "name",
    value: "OBJECT",
    group: "object",
    summary: "the object's name (default: the file's, up to its first dot)",
  },
  {
    name: "max-entries",
    value: "MAP=N",
    repeatable: true,
    group: "object-map",
    summary: "max entries of this map, over the definition's",
  },
  {
    name: "unsafe-dirs",
    group: "root",
    summary: "accept directories below root that others can write or own",
  },
  { name: "json", group: "general", summary: "one JSON document on stdout; errors as JSON on stderr" },
  { name: "help", short: "h", group: "general", summary: "this text" },
  { name: "version", short: "V", group: "general", summary: "the version of bpf" },
] as const satisfies readonly OptionDefinition[];
