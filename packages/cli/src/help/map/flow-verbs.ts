import type { VerbDefinition } from "../verb-definition.js";
import { typeOptions } from "./type-options.js";

/** Verbs about maps without keys, and about what happens in a map while one looks. */
export const flowVerbs = [
  {
    verb: "map push",
    usage: ["PIN VALUE..."],
    summary: "add values to a queue, a stack or a bloom filter",
    arguments: [2, Number.POSITIVE_INFINITY],
    takesValues: true,
    readsObject: false,
    options: typeOptions,
    onSignal: "finish",
    details: [
      "In the order given. A full queue or stack takes no more (E2BIG): what was pushed before that stays.",
    ],
    examples: [["bpf map push jobs 1 2 3", "three values"]],
  },
  {
    verb: "map pop",
    usage: ["PIN"],
    summary: "show the next value of a queue or stack, and remove it",
    arguments: [1, 1],
    readsObject: false,
    options: typeOptions,
    onSignal: "finish",
    details: ["An empty one is a failure (ERR_MAP_EMPTY)."],
    examples: [["bpf map pop jobs --json | jq .value", "the oldest of a queue, the newest of a stack"]],
  },
  {
    verb: "map peek",
    usage: ["PIN"],
    summary: "show the next value of a queue or stack, and leave it",
    arguments: [1, 1],
    readsObject: false,
    options: typeOptions,
    onSignal: "end",
    details: ["An empty one is a failure (ERR_MAP_EMPTY)."],
    examples: [["bpf map peek jobs", "what pop would give"]],
  },
  {
    verb: "map watch",
    usage: ["PIN"],
    summary: "show the elements over and over, with the rates of their numbers",
    arguments: [1, 1],
    readsObject: false,
    options: ["interval", "count", "sum", ...typeOptions],
    onSignal: "stop",
    details: [
      "On a terminal a table, the busiest elements first, as many as fit. Elsewhere a line for each element that has changed,",
      "with --json a document a look (JSON Lines). The first look shows all. At most 10000 elements are followed.",
    ],
    examples: [
      ["bpf map watch totals --sum", "until Ctrl-C"],
      ["bpf map watch flows --interval 5 --count 12 --json", "twelve looks in a minute, for a program"],
    ],
  },
  {
    verb: "map events",
    usage: ["PIN"],
    summary: "show the records of a ring buffer as they come, as JSON Lines",
    arguments: [1, 1],
    readsObject: false,
    options: ["count", "btf", "value-type", "raw"],
    onSignal: "stop",
    details: [
      "The kernel keeps no types with a ring buffer: give them by --btf and --value-type, else records are hex:… texts.",
      "A record is gone from the buffer when it is shown, for other readers too.",
    ],
    examples: [
      ["bpf map events events --btf trace.o --value-type event", "until Ctrl-C"],
      ["bpf map events events --count 10 | jq .", "ten records"],
    ],
  },
] as const satisfies readonly VerbDefinition[];
