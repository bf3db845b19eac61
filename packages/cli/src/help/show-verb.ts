import type { VerbDefinition } from "./verb-definition.js";

export const showVerb = {
  verb: "show",
  usage: ["PATH"],
  summary: "show one pin in full",
  arguments: [1, 1],
  readsObject: false,
  onSignal: "end",
  details: ["PATH is relative to root, or absolute inside it."],
  examples: [
    ["bpf show pinmap", "the pin /sys/fs/bpf/pinmap"],
    ["bpf show /sys/fs/bpf/pinmap --json | jq .id", "the id of its map"],
  ],
} as const satisfies VerbDefinition;
