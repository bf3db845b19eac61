import type { GroupDefinition } from "../verb-definition.js";
import { elementVerbs } from "./element-verbs.js";
import { flowVerbs } from "./flow-verbs.js";
import { aboutValues } from "./type-options.js";
import { wholeVerbs } from "./whole-verbs.js";

/** `bpf map`: the elements of pinned maps. */
export const mapGroup = {
  group: "map",
  usage: "VERB PIN [ARGUMENTS]",
  summary: "read and write the elements of a pinned map",
  verbs: [...elementVerbs, ...wholeVerbs, ...flowVerbs],
  details: ["PIN is relative to root, or absolute inside it.", ...aboutValues],
  examples: [
    ["bpf map dump flows", "all keys and values"],
    ["bpf map set pinmap 0 42", "one value"],
    ["bpf map export flows > flows.jsonl", "for bpf map import, after a reboot"],
    ["bpf map watch totals --sum", "numbers and their rates"],
  ],
} as const satisfies GroupDefinition;
