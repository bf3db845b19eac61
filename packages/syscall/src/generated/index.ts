// Made by scripts/constants/generate.mjs from the BTF of Linux 7.2; do not edit.
export * from "./attach-type.js";
export * from "./command.js";
export * from "./errno.js";
export * from "./filesystem-magic.js";
export * from "./limit.js";
export * from "./link-type.js";
export * from "./map-flag.js";
export * from "./map-type.js";
export * from "./program-flag.js";
export * from "./program-type.js";
export * from "./rename-flag.js";
export * from "./resolve.js";
export * from "./update-flag.js";
