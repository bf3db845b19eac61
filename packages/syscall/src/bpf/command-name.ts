import type { Command } from "../generated/index.js";

/** A command of bpf(2), without its BPF_: "OBJ_GET". */
export type CommandName = keyof typeof Command;
