/** What a fake kernel keeps of maps and programs, and of the names on its bpffs. */
export interface FakeObject {
  readonly kind: "map" | "prog" | "link" | "btf";
  readonly id: number;
  readonly type: number;
  readonly name: string;
  readonly map?: {
    keySize: number;
    valueSize: number;
    maxEntries: number;
    flags: number;
    mapExtra: bigint;
    btf: boolean;
    inner: boolean;
  };
  readonly values: Map<string, unknown>;
  frozen: boolean;
}

interface Common {
  readonly ino: bigint;
  mode: number;
  uid: number;
  gid: number;
}

export interface FakeDirectory extends Common {
  readonly type: "directory";
  readonly dev: bigint;
  readonly bpffs: boolean;
  /** Removed: nothing can be made in it any more. */
  dead: boolean;
  readonly entries: Map<string, FakeNode>;
}

export interface FakeSymlink extends Common {
  readonly type: "symlink";
  readonly target: string;
}

export interface FakePin extends Common {
  readonly type: "file";
  readonly object: FakeObject;
}

export type FakeNode = FakeDirectory | FakeSymlink | FakePin;

let nextIno = 100n;

export const ino = (): bigint => nextIno++;

/** A directory as this user makes it. */
export const directoryNode = (options: Partial<FakeDirectory> = {}): FakeDirectory => ({
  type: "directory",
  ino: ino(),
  dev: 7n,
  bpffs: true,
  dead: false,
  mode: 0o040700,
  uid: process.geteuid!(),
  gid: process.getegid!(),
  entries: new Map(),
  ...options,
});
