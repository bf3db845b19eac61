/** BPF_OBJ_NAME_LEN without its NUL. */
const KERNEL_NAME_LENGTH = 15;
/** Least room that libbpf keeps for the section, so that the maps of an object share one prefix. */
const SECTION_ROOM = ".rodata".length;

/**
 * The name that libbpf gives the map of a data section: of `.data`, `.rodata` and `.bss` the first 8 bytes of the
 * object's name (of `.kconfig`: 7) and the section's, in the kernel's alphabet; of `.data.x` and its like the section's
 * own name.
 */
export function dataMapName(objectName: string, section: string): string {
  if (section.indexOf(".", 1) >= 0) return section;
  const prefix = new TextEncoder()
    .encode(objectName)
    .subarray(0, KERNEL_NAME_LENGTH - Math.max(SECTION_ROOM, section.length));
  return String.fromCharCode(...prefix).replace(/[^A-Za-z0-9_.]/g, "_") + section;
}
