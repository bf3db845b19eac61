import type { GroupDefinition } from "./verb-definition.js";

/** `bpf prog`: pinned programs. */
export const progGroup = {
  group: "prog",
  usage: "VERB PIN [ARGUMENTS]",
  summary: "run pinned programs, and look at their instructions",
  verbs: [
    {
      verb: "prog run",
      usage: ["PIN"],
      summary: "run a program on a packet or a context, attached to nothing",
      arguments: [1, 1],
      readsObject: false,
      options: ["data", "context", "repeat"],
      onSignal: "end",
      details: [
        "A run like any other (BPF_PROG_TEST_RUN): it changes maps. The kernel runs packet programs (XDP, tc, socket filters,",
        "cgroup_skb, lwt, flow dissectors) on --data, 14 bytes at least; syscall and sk_lookup programs and raw tracepoints on",
        "--context; fentry, fexit and fmod_ret ones on nothing; and refuses others (ENOTSUPP).",
        "Shown are what it returned, the nanoseconds of one run on average, and packet and context as it left them.",
      ],
      examples: [
        ["bpf prog run progs/count --data hex:ffffffffffff00000000000088b5", "on a packet of 14 bytes"],
        [
          "bpf prog run progs/filter --data @packet.bin --repeat 1000",
          "on a packet in a file, a thousand times",
        ],
        ["bpf prog run progs/setup --context @context.bin --json | jq .returnValue", "on a context"],
      ],
    },
    {
      verb: "prog dump",
      usage: ["PIN"],
      summary: "show a program's instructions, with the lines of its source",
      arguments: [1, 1],
      readsObject: false,
      onSignal: "end",
      details: [
        "Instructions are those that the kernel runs or compiles, after the verifier has rewritten them. Functions and lines of",
        "the source are there where the program was loaded with BTF. Needs CAP_PERFMON or root.",
      ],
      examples: [
        ["bpf prog dump progs/count", "for people"],
        ["bpf prog dump progs/count --json | jq -r '.instructions[].text'", "for a program"],
      ],
    },
  ],
  details: ["PIN is relative to root, or absolute inside it."],
  examples: [
    ["bpf load pinmap.o --programs progs", "load and pin programs first"],
    ["bpf prog run progs/count --data @packet.bin", "run one"],
    ["bpf prog dump progs/count", "read one"],
  ],
} as const satisfies GroupDefinition;
