// Made by scripts/constants/generate.mjs from the BTF of Linux 7.2; do not edit.
export * from "./attach-type.js";
export * from "./btf-kind.js";
export * from "./map-flag.js";
export * from "./map-type.js";
export * from "./program-type.js";
