import { type FakeSymlink, ino } from "./nodes.js";

/** A symlink as this user, or the one with `uid`, makes it. */
export const symlinkTo = (target: string, uid = process.geteuid!()): FakeSymlink => ({
  type: "symlink",
  target,
  ino: ino(),
  mode: 0o120777,
  uid,
  gid: 0,
});
