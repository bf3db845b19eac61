import { type BpfFd, MapFlag, MapType, OpenFlag } from "@bpf/syscall";
import type { Kernel } from "../../src/kernel.js";
import { failed } from "./errno.js";
import { FakeFds } from "./fake-fd.js";
import { directoryNode, type FakeDirectory, type FakeNode, type FakeObject, ino } from "./nodes.js";

/** What a fake kernel refuses or lacks. */
export interface FakeKernelOptions {
  pageSize?: number;
  possibleCpus?: number;
  /** false: BPF_F_MMAPABLE is EINVAL, as before Linux 5.5. */
  mmapable?: boolean;
  /** Refuses BTF: an errno. */
  btf?: string;
  /** fs.protected_symlinks: a stranger's symlink in a sticky directory is EACCES. */
  protectedSymlinks?: boolean;
  /** fs.protected_hardlinks and its like: linkat of what another user owns is this errno. */
  protectedHardlinks?: string;
  /** Types that refuse BTF ids. */
  typesWithoutBtf?: number[];
}

/**
 * A kernel in memory, with docs/semantics.md section 1 for its errnos: one bpffs mounted at `/sys/fs/bpf`, objects that
 * live while something refers to them, and fds that are counted.
 */
export class FakeKernel {
  readonly fds = new FakeFds();
  readonly root: FakeDirectory = directoryNode({ mode: 0o041777, uid: 0, gid: 0 });
  readonly mounts = new Map<string, FakeDirectory>([["/sys/fs/bpf", this.root]]);
  readonly objects: FakeObject[] = [];
  readonly options: FakeKernelOptions;
  /** Names of the calls made, in order. */
  readonly log: string[] = [];
  #nextId = 1;

  constructor(options: FakeKernelOptions = {}) {
    this.options = options;
  }

  object(kind: FakeObject["kind"], type: number, rest: Partial<FakeObject> = {}): FakeObject {
    const object: FakeObject = {
      kind,
      id: this.#nextId++,
      type,
      name: "",
      values: new Map(),
      frozen: false,
      ...rest,
    };
    this.objects.push(object);
    return object;
  }

  /** The node at a path below root, or undefined. */
  at(path: string): FakeNode | undefined {
    let node: FakeNode | undefined = this.root;
    for (const name of path.split("/").filter(Boolean)) {
      node = node?.type === "directory" ? node.entries.get(name) : undefined;
    }
    return node;
  }

  /** Puts a node at a path, as another process would; parents are made. */
  put(path: string, node: FakeNode): void {
    const names = path.split("/");
    const last = names.pop()!;
    let directory = this.root;
    for (const name of names) {
      const next = directory.entries.get(name) ?? directoryNode();
      directory.entries.set(name, next);
      directory = next as FakeDirectory;
    }
    directory.entries.set(last, node);
  }

  /** Pins an object at a path, as another process would. */
  pinAt(path: string, object: FakeObject): FakeObject {
    this.put(path, { type: "file", ino: ino(), mode: 0o100600, uid: 0, gid: 0, object });
    return object;
  }

  /** Removes a name as another process would; a directory dies. */
  remove(path: string): void {
    const parent = this.at(path.split("/").slice(0, -1).join("/")) as FakeDirectory;
    const name = path.split("/").at(-1)!;
    const node = parent.entries.get(name);
    if (node?.type === "directory") node.dead = true;
    parent.entries.delete(name);
  }

  /** Every path below root. */
  paths(node: FakeDirectory = this.root, prefix = ""): string[] {
    return [...node.entries].flatMap(([name, child]) => {
      const path = `${prefix}${name}`;
      return child.type === "directory" ? [path, ...this.paths(child, `${path}/`)] : [path];
    });
  }

  #directory(fd: BpfFd): FakeDirectory {
    const opened = this.fds.of(fd);
    if (!("node" in opened) || opened.node.type !== "directory") throw failed("ENOTDIR", "openat2");
    return opened.node;
  }

  #object(fd: BpfFd): FakeObject {
    const opened = this.fds.of(fd);
    if (!("object" in opened)) throw failed("EINVAL", "bpf", "BPF_OBJ_GET_INFO_BY_FD");
    return opened.object;
  }

  /** What a name in an open directory stands for; "" is what the fd is open on. */
  #named(fd: BpfFd, name: string): { directory?: FakeDirectory; node?: FakeNode | undefined } {
    const opened = this.fds.of(fd);
    if (!("node" in opened)) throw failed("ENOTDIR", "bpf");
    if (name === "") return { node: opened.node };
    const directory = this.#directory(fd);
    return { directory, node: directory.entries.get(name) };
  }

  readonly calls: Kernel = {
    btfLoad: () => {
      if (this.options.btf !== undefined) throw failed(this.options.btf, "bpf", "BPF_BTF_LOAD");
      return this.fds.open({ object: this.object("btf", 0), writable: true, readable: true });
    },
    fdKind: (fd) => this.#object(fd).kind,
    fstat: (fd) => this.#stat((this.fds.of(fd) as { node: FakeNode }).node),
    fstatat: (fd, name) => {
      const node = this.#directory(fd!).entries.get(name);
      if (!node) throw failed("ENOENT", "statx");
      return this.#stat(node);
    },
    growFdTable: () => {},
    isBpffs: (fd) => this.#directory(fd).bpffs,
    linkFromId: (id) => this.#fromId("link", id),
    linkInfo: (fd) => this.#object(fd) as never,
    linkat: (fromFd, from, toFd, to) => {
      const [source, target] = [this.#directory(fromFd!), this.#directory(toFd!)];
      const node = source.entries.get(from);
      if (!node || target.dead) throw failed("ENOENT", "linkat");
      if (target.entries.has(to)) throw failed("EEXIST", "linkat");
      if (node.type === "directory" || to.includes(".")) throw failed("EPERM", "linkat");
      const { protectedHardlinks } = this.options;
      if (protectedHardlinks && node.uid !== process.geteuid!()) throw failed(protectedHardlinks, "linkat");
      target.entries.set(to, node);
    },
    mapCreate: (attr) => this.#mapCreate(attr),
    mapFreeze: (fd) => {
      this.#object(fd).frozen = true;
    },
    mapFromId: (id) => this.#fromId("map", id),
    mapInfo: (fd) => {
      const { id, type, name, map } = this.#object(fd);
      return { id, type, name, ...map! } as never;
    },
    mapUpdate: (fd, key, value) => {
      const opened = this.fds.of(fd);
      const object = this.#object(fd);
      if (object.frozen || ("writable" in opened && !opened.writable)) {
        throw failed("EPERM", "bpf", "BPF_MAP_UPDATE_ELEM");
      }
      const stored = value instanceof Uint8Array ? value : this.#object(value).id;
      object.values.set(Buffer.from(key).toString("hex"), stored);
    },
    mkdirat: (fd, name, mode) => {
      const directory = this.#directory(fd!);
      if (directory.dead) throw failed("ENOENT", "mkdirat");
      if (directory.entries.has(name)) throw failed("EEXIST", "mkdirat");
      if (name.includes(".")) throw failed("EPERM", "mkdirat");
      directory.entries.set(name, directoryNode({ mode: 0o040000 | mode }));
    },
    objGet: (path, options = {}) => {
      const { node } = this.#named(options.directory!, path);
      if (!node) throw failed("ENOENT", "bpf", "BPF_OBJ_GET");
      if (node.type !== "file") throw failed("EACCES", "bpf", "BPF_OBJ_GET");
      const access = options.access ?? "rw";
      if (access !== "rw" && node.object.kind === "link") throw failed("EINVAL", "bpf", "BPF_OBJ_GET");
      return this.fds.open({ object: node.object, writable: access !== "ro", readable: access !== "wo" });
    },
    objPin: (fd, name, options) => {
      const { directory, node } = this.#named(options!.directory!, name);
      if (!directory?.bpffs || name.includes(".")) throw failed("EPERM", "bpf", "BPF_OBJ_PIN");
      if (directory.dead) throw failed("ENOENT", "bpf", "BPF_OBJ_PIN");
      if (node) throw failed("EEXIST", "bpf", "BPF_OBJ_PIN");
      const object = this.#object(fd);
      const uid = process.geteuid!();
      directory.entries.set(name, { type: "file", ino: ino(), mode: 0o100600, uid, gid: 0, object });
    },
    openat2: (fd, path, { flags }) => {
      if (fd === undefined) {
        const root = this.mounts.get(path);
        if (!root) throw failed("ENOENT", "openat2");
        return this.fds.open({ node: root });
      }
      if (path.includes("/") || path === "..") throw failed("EXDEV", "openat2");
      const node = this.#directory(fd).entries.get(path);
      if (!node) throw failed("ENOENT", "openat2");
      if (node.type === "symlink" && !(flags & OpenFlag.O_NOFOLLOW)) {
        const sticky = (this.#directory(fd).mode & 0o1002) === 0o1002;
        const refused = this.options.protectedSymlinks && sticky && node.uid !== this.#directory(fd).uid;
        throw failed(refused ? "EACCES" : "ELOOP", "openat2");
      }
      if (node.type !== "directory" && flags & OpenFlag.O_DIRECTORY) throw failed("ENOTDIR", "openat2");
      return this.fds.open({ node });
    },
    pageSize: () => this.options.pageSize ?? 4096,
    possibleCpus: () => this.options.possibleCpus ?? 2,
    progFromId: (id) => this.#fromId("prog", id),
    progInfo: (fd) => this.#object(fd) as never,
    readDirectory: (fd) =>
      [...this.#directory(fd).entries].map(([name, { type }]) => ({ name, type }) as never),
    readlinkat: (fd, name) => {
      const node = this.#directory(fd!).entries.get(name);
      if (!node) throw failed("ENOENT", "readlinkat");
      if (node.type !== "symlink") throw failed("EINVAL", "readlinkat");
      return node.target;
    },
    renameat2: (fromFd, from, toFd, to, { noReplace = false, exchange = false } = {}) => {
      const [source, target] = [this.#directory(fromFd!), this.#directory(toFd!)];
      const node = source.entries.get(from);
      // RENAME_EXCHANGE is what Linux 5.10 refuses on a bpffs.
      if (exchange) throw failed("EINVAL", "renameat2");
      if (!node || target.dead) throw failed("ENOENT", "renameat2");
      const there = target.entries.get(to);
      if (there && noReplace) throw failed("EEXIST", "renameat2");
      if (there?.type === "directory" && node.type !== "directory") throw failed("EISDIR", "renameat2");
      // Two names of one inode: nothing happens.
      if (there === node) return;
      source.entries.delete(from);
      target.entries.set(to, node);
    },
    unlinkat: (fd, name, options = {}) => {
      const directory = this.#directory(fd!);
      const node = directory.entries.get(name);
      if (!node) throw failed("ENOENT", "unlinkat");
      if (options.directory) {
        if (node.type !== "directory") throw failed("ENOTDIR", "unlinkat");
        if (node.entries.size > 0) throw failed("ENOTEMPTY", "unlinkat");
        node.dead = true;
      } else if (node.type === "directory") throw failed("EISDIR", "unlinkat");
      directory.entries.delete(name);
    },
  };

  #stat(node: FakeNode) {
    const dev = node.type === "directory" ? node.dev : 7n;
    const mode = node.type === "symlink" ? 0o120777 : node.mode;
    return { dev, ino: node.ino, mode, uid: node.uid, gid: node.gid, nlink: 1, size: 0n };
  }

  #fromId(kind: FakeObject["kind"], id: number): BpfFd {
    const object = this.objects.find((one) => one.kind === kind && one.id === id);
    if (!object) throw failed("ENOENT", "bpf", `BPF_${kind.toUpperCase()}_GET_FD_BY_ID`);
    return this.fds.open({ object, writable: true, readable: true });
  }

  #mapCreate(attr: Parameters<Kernel["mapCreate"]>[0]): BpfFd {
    const refuse = (code: string) => failed(code, "bpf", "BPF_MAP_CREATE");
    const { type, keySize, valueSize, maxEntries, flags = 0, name = "", mapExtra = 0n } = attr;
    if (!/^[A-Za-z0-9_.]{0,15}$/.test(name)) throw refuse("EINVAL");
    if (flags & MapFlag.MMAPABLE && this.options.mmapable === false) throw refuse("EINVAL");
    if (attr.btf && this.options.typesWithoutBtf?.includes(type)) throw refuse("ENOTSUPP");
    const ofMaps = type === MapType.ARRAY_OF_MAPS || type === MapType.HASH_OF_MAPS;
    if (ofMaps && !attr.innerMap) throw refuse("EBADF");
    const cpus = this.options.possibleCpus ?? 2;
    const rounded = flags & MapFlag.NO_COMMON_LRU ? Math.ceil(maxEntries / cpus) * cpus : maxEntries;
    const gained = type === MapType.DEVMAP || type === MapType.DEVMAP_HASH ? MapFlag.RDONLY_PROG : 0;
    const onNode = attr.numaNode === undefined ? 0 : MapFlag.NUMA_NODE;
    const kept = (flags & ~(MapFlag.RDONLY | MapFlag.WRONLY)) | gained | onNode;
    const map = {
      keySize,
      valueSize,
      maxEntries: rounded,
      flags: kept,
      mapExtra,
      btf: attr.btf !== undefined,
      inner: attr.innerMap !== undefined,
    };
    const object = this.object("map", type, { name, map });
    return this.fds.open({
      object,
      writable: !(flags & MapFlag.RDONLY),
      readable: !(flags & MapFlag.WRONLY),
    });
  }
}
