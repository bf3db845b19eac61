import type { ElfFile } from "../elf/file.js";
import { textUpToNul } from "../elf/strings.js";
import { ParseError } from "../errors.js";

/** Text of the `license` section up to its first NUL; "" without one, as in gobpf's objects. */
export function readLicense(file: ElfFile): string {
  const section = file.section("license");
  return section === undefined ? "" : textUpToNul(file.contents(section));
}

/**
 * The kernel version of a `version` section, which kernels before 5.0 compare for kprobes.
 * @throws ParseError ERR_ELF_MALFORMED when the section is not a u32.
 */
export function readVersion(file: ElfFile): number | undefined {
  const section = file.section("version");
  if (section === undefined) return undefined;
  if (section.size !== 4)
    throw new ParseError("ERR_ELF_MALFORMED", `section version has ${section.size} bytes instead of 4`, {
      section: "version",
      offset: section.offset,
    });
  return file.reader(section).u32(0);
}
