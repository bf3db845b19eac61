// Loads a program that takes the verifier some time, in a process that a profiler interrupts.
import { ProgramType, progLoad } from "../../src/index.js";
import { loops } from "./programs.js";

progLoad({ type: ProgramType.SOCKET_FILTER, instructions: loops(100_000), license: "GPL" }).close();
console.log("loaded");
