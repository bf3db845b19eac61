import type { CommandName } from "./command-name.js";
import { lackingPrivilege, missingPrivilege } from "./privilege.js";

/** errno → what it means for a command, and what to do. Sources: kernel/bpf/syscall.c and kernel/bpf/inode.c. */
type Meanings = Readonly<Record<string, string>>;

const element: Meanings = {
  EBADF: "the descriptor is not a map's (any more)",
  EFAULT: "the memory of the key or value is gone; was its ArrayBuffer transferred?",
  ELOOP: "others deleted elements so fast that the walk over the map had to begin again too often",
  E2BIG: "the map is full, or the index is past its end",
  EBUSY: "the element is in use, or the map is frozen or being written; try again",
  EOPNOTSUPP: "maps of this type do not have this operation",
  ENOTSUPP: "maps of this type do not have this operation",
  EPERM: "the map is frozen, or this descriptor was opened read-only (update, delete) or write-only (lookup)",
};

const taking: Meanings = {
  ...element,
  EPERM: "the map is frozen, or this descriptor was opened read-only or write-only",
  EINVAL:
    "elements of this map type cannot be taken (hashes: since Linux 5.14), or a flag that it does not know",
};

const reading: Meanings = {
  ...element,
  ENOSPC: "a bucket of the hash has more elements than there is room for; read more at once",
  EINTR: "elements vanished as fast as they were found; go on",
};

const byId: Meanings = {
  ENOENT: "no live object has this id",
  EPERM: "looking objects up by id needs CAP_SYS_ADMIN",
};

const nextId: Meanings = { EPERM: "listing objects by id needs CAP_SYS_ADMIN" };

const meanings: Readonly<Partial<Record<CommandName, Meanings>>> = {
  MAP_CREATE: {
    EINVAL:
      "a size, flag, name or type id that this map type does not take, or a map type that this kernel does not have",
    E2BIG:
      "key size, value size or max entries are past the limit, or an attribute is newer than this kernel",
    ENOMEM: "not enough memory for max entries of this size",
    ENOTSUPP: "maps of this type take no BTF key and value types; create it without them",
    EBADF: "the inner map's or BTF object's descriptor is not one",
    ENOSPC: "no map id is free",
  },
  OBJ_PIN: {
    EEXIST: "the name is taken; pinning never replaces",
    ENOENT: "the directory does not exist",
    ENOTDIR: "a component of the path is not a directory",
    EACCES: "no permission to write to the directory",
    EINVAL: "the descriptor is not a map's, program's or link's",
    EBADF: "the descriptor is not a map's, program's or link's",
    EPERM: "a name on a bpffs must not contain a dot, and its directory has to be on a bpffs",
  },
  OBJ_GET: {
    ENOENT: "nothing is pinned at this path",
    EACCES: "a directory, a file that is no BPF object, or no permission on the pin or its directory",
    EINVAL: "this kind of object, a link for instance, takes no access mode; open it with access rw",
    ENOTDIR: "a component of the path is not a directory",
    ELOOP: "too many symbolic links, or one where none is allowed",
  },
  MAP_LOOKUP_ELEM: element,
  MAP_UPDATE_ELEM: { ...element, EEXIST: "the key exists already", ENOENT: "no element has this key" },
  MAP_DELETE_ELEM: { ...element, EINVAL: "elements of this map type cannot be deleted" },
  MAP_LOOKUP_AND_DELETE_ELEM: taking,
  MAP_GET_NEXT_KEY: element,
  MAP_LOOKUP_BATCH: reading,
  MAP_LOOKUP_AND_DELETE_BATCH: { ...taking, ...reading },
  MAP_UPDATE_BATCH: { ...element, EEXIST: "the key exists already", ENOENT: "no element has this key" },
  MAP_DELETE_BATCH: { ...element, EINVAL: "elements of this map type cannot be deleted" },
  MAP_FREEZE: {
    EBUSY: "the map is frozen already, or is mapped writable into memory",
    EPERM: "the map is frozen already, or this descriptor was opened read-only",
    ENOTSUPP: "maps of this type cannot be frozen",
  },
  MAP_GET_FD_BY_ID: byId,
  PROG_GET_FD_BY_ID: byId,
  LINK_GET_FD_BY_ID: byId,
  BTF_GET_FD_BY_ID: byId,
  MAP_GET_NEXT_ID: nextId,
  PROG_GET_NEXT_ID: nextId,
  LINK_GET_NEXT_ID: nextId,
  BTF_GET_NEXT_ID: nextId,
  OBJ_GET_INFO_BY_FD: {
    EINVAL: "the descriptor is not one of a BPF object",
    EBADF: "the descriptor is not open",
  },
  BTF_LOAD: {
    EINVAL: "the kernel refuses this BTF; its log tells why",
    E2BIG: "the BTF is larger than 16 MB",
  },
  PROG_LOAD: {
    EINVAL: "an attribute or instruction that the kernel refuses; its log tells more",
    EACCES: "the verifier refuses the program; its log tells why",
    E2BIG: "too many instructions, or an attribute that is newer than this kernel",
    EBADF: "the BTF object's or the attach target's descriptor is not one",
    ENOSPC: "the verifier's log does not fit, or no program id is free",
    ENOTSUPP: "this kernel or its JIT compiler lacks what the program uses; its log tells what",
    EAGAIN: "signals interrupted the verifier again and again; try again",
    EFAULT: "the verifier's log could not be written",
  },
  PROG_TEST_RUN: {
    EINVAL:
      "an option that programs of this type do not take (or only on a newer kernel), or data of a length that they do not take",
    ENOTSUPP: "programs of this type cannot be test run",
    EBADF: "the descriptor is not a program's",
    E2BIG: "the context is longer than this type's, or the batch is too large",
    ENOSPC: "what came out does not fit",
    EINTR: "a signal came between two runs; run it again, with fewer repeats at once",
    ENXIO: "this CPU does not exist, or is offline",
    ENODEV: "the network device that the context names does not exist",
    EPERM: "running programs needs CAP_BPF (before Linux 5.8 CAP_SYS_ADMIN)",
  },
  PROG_BIND_MAP: {
    EINVAL: "the descriptors are not a program's and a map's",
    EBADF: "the descriptors are not a program's and a map's",
    ENOMEM: "no memory for the program's list of maps",
    EPERM: "binding maps needs CAP_BPF",
  },
};

/** What a failure of `command` with `code` means; undefined where the errno's own text says it all. */
export function meaningOf(command: CommandName, code: string): string | undefined {
  const known = meanings[command]?.[code];
  if (code === "EPERM") {
    const missing = checksPrivilege.has(command) ? missingPrivilege() : undefined;
    const lacking = createsObjects.has(command) ? lackingPrivilege() : undefined;
    return missing ?? known ?? lacking ?? otherRefusal;
  }
  if (code === "ENOSYS") return "this kernel was built without bpf(2) (CONFIG_BPF_SYSCALL)";
  return known;
}

/** Where EPERM is about the process, rather than about the descriptor or the id. */
const checksPrivilege: ReadonlySet<CommandName> = new Set([
  "MAP_CREATE",
  "PROG_LOAD",
  "BTF_LOAD",
  "OBJ_PIN",
  "OBJ_GET",
]);

/** What they make may need more than CAP_BPF, by its type and flags. */
const createsObjects: ReadonlySet<CommandName> = new Set(["MAP_CREATE", "PROG_LOAD"]);

const otherRefusal =
  "the process has the capabilities, so something else refuses: a seccomp filter of the container, kernel lockdown, " +
  "a security module, or a user namespace (capabilities count in the initial one only)";
