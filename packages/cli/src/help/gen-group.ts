import type { GroupDefinition } from "./verb-definition.js";

/** `bpf gen`: source code made from objects and pins. */
export const genGroup = {
  group: "gen",
  usage: "VERB [ARGUMENTS]",
  summary: "write source code for an object's maps",
  verbs: [
    {
      verb: "gen types",
      usage: ["OBJECT.o", "--pin PATH"],
      summary: "write a TypeScript module with the types of maps and variables",
      arguments: [0, 1],
      readsObject: true,
      options: ["pin", "type"],
      onSignal: "end",
      details: [
        "The module imports @bpf/maps, compiles under strict, and is the same for the same input.",
        "Each function opens the map where load would pin it with the same options, unless it is given another path.",
        "--pin PATH takes the types that the kernel keeps with a pinned map; the object is not needed then.",
      ],
      examples: [
        ["bpf gen types flows.o > flows.ts", "of all maps and variables of an object"],
        ["bpf gen types trace.o --type events=event", "with the type of a ring buffer's records"],
        ["bpf gen types --pin flows > flows.ts", "of the map pinned at /sys/fs/bpf/flows"],
      ],
    },
  ],
  details: ["The code is written to stdout."],
  examples: [["bpf gen types flows.o > flows.ts", "types of an object's maps"]],
} as const satisfies GroupDefinition;
