/** BPF_OBJ_NAME_LEN without its NUL. */
const KERNEL_NAME_LENGTH = 15;
/** Room that libbpf keeps for the section, so that all three maps of an object share one prefix. */
const LONGEST_SECTION = ".rodata".length;

/**
 * The name that libbpf gives the map of a data section: of `.data`, `.rodata` and `.bss` the first 8 bytes of the
 * object's name and the section's, in the kernel's alphabet; of `.data.x` and its like the section's own name.
 */
export function dataMapName(objectName: string, section: string): string {
  if (section.indexOf(".", 1) >= 0) return section;
  const prefix = new TextEncoder().encode(objectName).subarray(0, KERNEL_NAME_LENGTH - LONGEST_SECTION);
  return String.fromCharCode(...prefix).replace(/[^A-Za-z0-9_.]/g, "_") + section;
}
