import type { VerbDefinition } from "../verb-definition.js";
import { typeOptions } from "./type-options.js";

const whileChanging =
  "An element that is there all the time is shown; what comes or goes meanwhile may be, or not.";

/** Verbs about all elements of a map. */
export const wholeVerbs = [
  {
    verb: "map dump",
    usage: ["PIN"],
    summary: "show all keys and values",
    arguments: [1, 1],
    readsObject: false,
    options: ["sum", ...typeOptions],
    onSignal: "end",
    details: [
      'A line an element; with --json one list of {"key", "value"}.',
      whileChanging,
      "It is written as it is read: when reading fails half-way, the list is cut, and the exit code is 1.",
    ],
    examples: [
      ["bpf map dump flows", "a line an element"],
      ["bpf map dump flows --json | jq '.[].value.packets'", "one field of each"],
    ],
  },
  {
    verb: "map keys",
    usage: ["PIN"],
    summary: "show all keys",
    arguments: [1, 1],
    readsObject: false,
    options: typeOptions,
    onSignal: "end",
    details: ["A line a key; with --json one list.", whileChanging],
    examples: [["bpf map keys flows --json | jq length", "how many there are"]],
  },
  {
    verb: "map count",
    usage: ["PIN"],
    summary: "count the elements",
    arguments: [1, 1],
    readsObject: false,
    onSignal: "end",
    details: ["By going over all of them: the kernel keeps no number. Of an array it is its size."],
    examples: [["bpf map count flows", "for example 4096"]],
  },
  {
    verb: "map clear",
    usage: ["PIN"],
    summary: "delete all elements",
    arguments: [1, 1],
    readsObject: false,
    onSignal: "stop",
    details: [
      "The values of arrays are set to zero, those of queues and stacks are popped. What is added meanwhile may stay.",
      "A signal stops it half-way, and stderr says how far it came.",
    ],
    examples: [["bpf map clear flows", "for example: cleared 4096"]],
  },
  {
    verb: "map freeze",
    usage: ["PIN"],
    summary: "forbid all changes from user space, for good",
    arguments: [1, 1],
    readsObject: false,
    onSignal: "finish",
    details: ["Programs still can change it. There is no way back. Since Linux 5.2."],
    examples: [["bpf map freeze settings", "from here on it is as it is"]],
  },
  {
    verb: "map export",
    usage: ["PIN"],
    summary: "write all elements as JSON Lines, for import",
    arguments: [1, 1],
    readsObject: false,
    options: typeOptions,
    onSignal: "end",
    details: [
      'A line {"key": …, "value": …} an element. Where a value would not come back as exactly the same bytes (set padding,',
      "bytes behind a string's end), it is written as hex:…. Maps are gone when the machine goes down: this, kept in a file,",
      "and import carry one over.",
    ],
    examples: [
      ["bpf map export flows > flows.jsonl", "before the machine goes down"],
      ["bpf map export flows | ssh host bpf map import flows", "to another machine"],
    ],
  },
  {
    verb: "map import",
    usage: ["PIN [FILE]"],
    summary: "set the elements that export wrote, from FILE or stdin",
    arguments: [1, 2],
    readsObject: false,
    options: ["create", "update", "lock", ...typeOptions],
    onSignal: "stop",
    details: [
      'A line {"key": …, "value": …} an element; of a queue, a stack or a bloom filter {"value": …}. Other elements of the map',
      "stay: clear it before where they should not. The first line that is wrong ends it: the error names the line, and how",
      "many elements were set before. A signal stops it between two lines, and stderr says how far it came.",
    ],
    examples: [
      ["bpf map import flows flows.jsonl", "after load has made the map again"],
      ["zcat flows.jsonl.gz | bpf map import flows", "from stdin"],
    ],
  },
] as const satisfies readonly VerbDefinition[];
