import { native } from "../addon/load.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import { littleEndian } from "../struct/byte-order.js";
import { textUpToNul } from "../struct/decode.js";
import { check } from "./call.js";
import { OpenFlag } from "./open-flag.js";
import { openat2 } from "./openat2.js";
import { fstatat } from "./stat.js";

/** A name in a directory. On a bpffs a pin is a "file". */
export interface DirectoryEntry {
  name: string;
  type: "directory" | "file" | "symlink" | "other";
}

/** d_type of getdents64(2), which is S_IFMT without its lower 12 bits; dirent.h. */
const DT_UNKNOWN = 0;
const types: ReadonlyMap<number, DirectoryEntry["type"]> = new Map([
  [0o04, "directory"],
  [0o10, "file"],
  [0o12, "symlink"],
]);

/** https://man7.org/linux/man-pages/man2/getdents.2.html: struct linux_dirent64 */
const RECLEN = 16;
const TYPE = 18;
const NAME = 19;

const beyondAscii = /[\x80-\xff]/;

/**
 * The names in an open directory (without "." and ".."), in the kernel's order. `fd` may be opened with O_PATH; its
 * offset does not move.
 *
 * @throws {@link BpfError}: ENOTDIR, EACCES.
 */
export function readDirectory(fd: BpfFd): DirectoryEntry[] {
  using directory = openat2(fd, ".", { flags: OpenFlag.O_RDONLY | OpenFlag.O_DIRECTORY });
  const entries: DirectoryEntry[] = [];
  const buffer = new Uint8Array(32 * 1024);
  for (;;) {
    const length = check(native().getdents64(numberOf(directory), buffer), { syscall: "getdents64" });
    if (length === 0) return entries;
    addNames(directory, buffer.subarray(0, length), entries);
  }
}

/** In one loop, the names cut out of one string: a directory may hold thousands. */
function addNames(directory: BpfFd, bytes: Uint8Array, entries: DirectoryEntry[]): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // A character a byte, whatever the bytes are.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  for (let at = 0, end = 0; at < bytes.length; at = end) {
    end = at + view.getUint16(at + RECLEN, littleEndian);
    const start = at + NAME;
    let name = text.slice(start, text.indexOf("\0", start));
    if (name === "." || name === "..") continue;
    if (beyondAscii.test(name)) name = textUpToNul(bytes.subarray(start, end));
    const type = bytes[at + TYPE]!;
    // Some file systems leave it to stat; bpffs does not.
    const kind = type === DT_UNKNOWN ? fstatat(directory, name).mode >> 12 : type;
    entries.push({ name, type: types.get(kind) ?? "other" });
  }
}
