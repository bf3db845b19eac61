import type { VerbDefinition } from "../verb-definition.js";
import { aboutValues, typeOptions } from "./type-options.js";

/** Verbs about one element of a map. */
export const elementVerbs = [
  {
    verb: "map get",
    usage: ["PIN KEY"],
    summary: "show the value of a key",
    arguments: [2, 2],
    takesValues: true,
    readsObject: false,
    options: ["lock", "sum", ...typeOptions],
    onSignal: "end",
    details: [
      ...aboutValues,
      "Of a per-CPU map the value is a list, by CPU. A key that is not there is a failure (ERR_KEY_ABSENT).",
    ],
    examples: [
      ["bpf map get pinmap 0", "the first value of an array"],
      ['bpf map get flows \'{"port":443,"proto":6}\' --json | jq .value', "by a key that is a struct"],
      ["bpf map get routes 10.0.0.0/8", "a prefix of an lpm_trie"],
      ["bpf map get totals 0 --sum", "one sum instead of a value for each CPU"],
    ],
  },
  {
    verb: "map set",
    usage: ["PIN KEY VALUE"],
    summary: "set the value of a key",
    arguments: [3, 3],
    takesValues: true,
    readsObject: false,
    options: ["create", "update", "lock", ...typeOptions],
    onSignal: "finish",
    details: [
      ...aboutValues,
      "Of a per-CPU map, VALUE is a list by CPU, or one value for all of them. Of a map of maps or a prog_array it is the",
      "path of a pin, or an id.",
    ],
    examples: [
      ["bpf map set pinmap 0 42", "a number"],
      ['bpf map set flows hex:bb0106000a000001 \'{"packets":1,"bytes":"1500"}\'', "bytes, and a struct"],
      ["bpf map set limits eth0 100 --create", "only where there is none yet"],
      ["bpf map set towers 7 floors/seventh", "a map as the value, by its pin"],
    ],
  },
  {
    verb: "map delete",
    usage: ["PIN KEY"],
    summary: "delete a key",
    arguments: [2, 2],
    takesValues: true,
    readsObject: false,
    options: typeOptions,
    onSignal: "finish",
    details: [...aboutValues, "A key that is not there anyway is no failure: it is told as absent."],
    examples: [
      ["bpf map delete flows hex:bb0106000a000001", "by the key's bytes"],
      ["bpf map delete limits eth0 --json | jq .deleted", "whether it was there"],
    ],
  },
  {
    verb: "map take",
    usage: ["PIN KEY"],
    summary: "show the value of a key and delete it, in one step",
    arguments: [2, 2],
    takesValues: true,
    readsObject: false,
    options: ["lock", "sum", ...typeOptions],
    onSignal: "finish",
    details: [...aboutValues, "For hash maps, since Linux 5.14; the values of queues and stacks are popped."],
    examples: [["bpf map take sessions 17", "read it, and see that nobody else does"]],
  },
  {
    verb: "map has",
    usage: ["PIN KEY"],
    summary: "show whether a key is there; of a bloom filter, whether it may be",
    arguments: [2, 2],
    takesValues: true,
    readsObject: false,
    options: typeOptions,
    onSignal: "end",
    details: [...aboutValues, "The answer is true or false; the exit code is 0 for both."],
    examples: [
      ["bpf map has limits eth0", "true or false"],
      ["bpf map has known 10.0.0.1", "false for sure, or true perhaps"],
    ],
  },
] as const satisfies readonly VerbDefinition[];
