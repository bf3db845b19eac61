import { fileURLToPath } from "node:url";

const file = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** A little-endian object that clang made of testdata/NAME.bpf.c. */
export const testObject = (name: string): string => file(`testdata/objects/le/${name}.o`);

/** The same, big-endian. */
export const bigEndianObject = (name: string): string => file(`testdata/objects/be/${name}.o`);

/** An object that clang made of testdata/NAME.bpf.c, for loading its programs. */
export const loadObject = (name: string): string => file(`testdata/objects/load/${name}.o`);

/** An object of examples/. */
export const exampleObject = (name: string): string => file(`examples/${name}.o`);
