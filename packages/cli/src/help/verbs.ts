import { showVerb } from "./show-verb.js";
import type { VerbDefinition } from "./verb-definition.js";

/** Options that say which programs there are for a verb, and what is done about those that are pinned already. */
const programChoices = ["programs", "on-existing", "autoload", "no-autoload"] as const;

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
    options: programChoices,
    onSignal: "end",
    details: [
      "Exits with 3 when a pin is in the way that differs from its definition; each differing field is shown.",
      "With --programs, what is pinned where a program is to go is in the way too. Other options of load are accepted.",
    ],
    examples: [
      ["bpf plan pinmap.o", "create, reuse, conflict or skip for each map"],
      ["bpf plan f.o --pin-path maps/dummy=ns1/test1", "with a path for a map that wants one"],
      ["bpf plan pinmap.o --programs progs --on-existing replace", "of its programs too"],
    ],
  },
  {
    verb: "load",
    usage: ["FILE"],
    summary: "create or reuse the object's maps, load its programs, and pin them",
    arguments: [1, 1],
    readsObject: true,
    options: [...programChoices, "set", "attach-to", "kernel-btf", "kconfig", "verbose"],
    // The verifier may take seconds a program; maps alone take milliseconds.
    onSignal: ({ programs }) => (programs === undefined ? "finish" : "stop"),
    details: [
      "All or nothing: a failure removes exactly what this call made. The contents of reused maps stay as they are.",
      "A map without a pin would be gone when the command ends: it is skipped, with a line on stderr.",
      "With --programs, each program is verified and pinned as DIR/PROGRAM, and none is attached to anything. Maps without",
      "a pin are made as well then, and live as long as a program that uses them. VALUE is what the variable's type in C",
      "makes of it: a number, a bare text, or JSON. Exits with 3 when a pin is in the way.",
    ],
    examples: [
      ["bpf load pinmap.o", "pin by-name maps in /sys/fs/bpf"],
      ["bpf load f.o --pin-path maps/dummy=ns1/test1", "a path for gobpf's PIN_CUSTOM_NS"],
      ["bpf load f.o --namespace ns1 --max-entries flows=4096", "a namespace, and a size of one's own"],
      ["bpf load pinmap.o --programs progs", "the programs too, as /sys/fs/bpf/progs/NAME"],
      [
        "bpf load f.o --programs progs --set sample_rate=100 --on-existing replace",
        "a newer version, at once",
      ],
      ["bpf load patch.o --programs progs --attach-to fixed=classify@progs/main", "a function for another's"],
    ],
  },
  {
    verb: "unpin",
    usage: ["FILE", "PATH..."],
    summary: "remove the pins of an object, or the pins at the paths given",
    arguments: [1, Number.POSITIVE_INFINITY],
    readsObject: true,
    options: ["programs", "autoload", "no-autoload"],
    onSignal: "finish",
    details: [
      "Takes the same file and the same options as load. A path on a bpffs is a pin, an ELF file is an object;",
      "anything else, or a mix, is wrong usage. PATH may be relative to root; ./FILE is always a file.",
      "Goes on past failures; exits with 1 when any pin could not be removed. A pin that is absent is no failure.",
      "A map whose path an option should have told, and did not, counts as one that could not be removed.",
    ],
    examples: [
      ["bpf unpin pinmap.o", "what load pinned"],
      ["bpf unpin pinmap.o --programs progs", "its programs too"],
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
