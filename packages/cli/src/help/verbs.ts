import { showVerb } from "./show-verb.js";
import type { VerbDefinition } from "./verb-definition.js";

/** The verbs in the order of help. */
export const verbs = [
  {
    verb: "inspect",
    usage: ["FILE"],
    summary: "show what an object defines: maps, where they would be pinned, programs",
    arguments: [1, 1],
    readsObject: true,
    onSignal: "end",
    details: [
      "Asks nothing of the kernel. A pin that cannot be resolved is shown without a path; that is no failure.",
    ],
    examples: [
      ["bpf inspect pinmap.o", "maps and programs as tables"],
      ["bpf inspect pinmap.o --json | jq .maps", "the same as JSON"],
    ],
  },
  {
    verb: "plan",
    usage: ["FILE"],
    summary: "show what load would do, and change nothing",
    arguments: [1, 1],
    readsObject: true,
    onSignal: "end",
    details: [
      "Exits with 3 when a pin is in the way that differs from its definition; each differing field is shown.",
    ],
    examples: [
      ["bpf plan pinmap.o", "create, reuse, conflict or skip for each map"],
      ["bpf plan f.o --pin-path maps/dummy=ns1/test1", "with a path for a map that wants one"],
    ],
  },
  {
    verb: "load",
    usage: ["FILE"],
    summary: "create or reuse the object's maps, and pin them",
    arguments: [1, 1],
    readsObject: true,
    onSignal: "finish",
    details: [
      "All or nothing: a failure removes exactly what this call made. The contents of reused maps stay as they are.",
      "A map without a pin would be gone when the command ends: it is skipped, with a line on stderr.",
    ],
    examples: [
      ["bpf load pinmap.o", "pin by-name maps in /sys/fs/bpf"],
      ["bpf load f.o --pin-path maps/dummy=ns1/test1", "a path for gobpf's PIN_CUSTOM_NS"],
      ["bpf load f.o --namespace ns1 --max-entries flows=4096", "a namespace, and a size of one's own"],
    ],
  },
  {
    verb: "unpin",
    usage: ["FILE", "PATH..."],
    summary: "remove the pins of an object, or the pins at the paths given",
    arguments: [1, Number.POSITIVE_INFINITY],
    readsObject: true,
    onSignal: "finish",
    details: [
      "Takes the same file and the same options as load. A path on a bpffs is a pin, an ELF file is an object;",
      "anything else, or a mix, is wrong usage. PATH may be relative to root; ./FILE is always a file.",
      "Goes on past failures; exits with 1 when any pin could not be removed. A pin that is absent is no failure.",
      "A map whose path an option should have told, and did not, counts as one that could not be removed.",
    ],
    examples: [
      ["bpf unpin pinmap.o", "what load pinned"],
      ["bpf unpin ns1/test1 /sys/fs/bpf/pinmap", "these two pins"],
    ],
  },
  {
    verb: "ls",
    usage: ["[DIR]"],
    summary: "show a bpffs as a tree: maps, programs, links, directories, symlinks",
    arguments: [0, 1],
    readsObject: false,
    onSignal: "end",
    details: [
      "What cannot be opened is shown with its errno. Symlinks are shown, not followed.",
      "DIR is relative to root, or absolute inside it (default: root).",
    ],
    examples: [
      ["bpf ls", "all of /sys/fs/bpf"],
      ["bpf ls tc/globals --json", "one directory, as JSON"],
    ],
  },
  showVerb,
  {
    verb: "pin",
    usage: ["map|prog|link ID PATH"],
    summary: "pin a live map, program or link by its id",
    arguments: [3, 3],
    readsObject: false,
    onSignal: "finish",
    details: [
      "PATH is relative to root, or absolute inside it; it must be free. Directories are made as needed (0700).",
    ],
    examples: [
      ["bpf pin map 42 ns1/flows", "the map with id 42 at /sys/fs/bpf/ns1/flows"],
      ["bpf pin prog 7 filter", "the program with id 7 at /sys/fs/bpf/filter"],
    ],
  },
  {
    verb: "mount",
    usage: ["[DIR]"],
    summary: "mount a bpffs, mode 0700",
    arguments: [0, 1],
    readsObject: false,
    onSignal: "finish",
    details: [
      "The only verb that mounts. DIR (default: root) must exist, be empty, and have nothing mounted on it.",
    ],
    examples: [
      ["bpf mount", "on /sys/fs/bpf"],
      ["bpf mount /run/mybpf", "on another directory, for use with --root /run/mybpf"],
    ],
  },
] as const satisfies readonly VerbDefinition[];
