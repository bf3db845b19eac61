import { constants } from "node:fs";

/**
 * Flags of openat2(2), as this machine numbers them (O_DIRECTORY and O_NOFOLLOW differ between x86 and arm64);
 * fcntl.h. O_PATH and O_CLOEXEC, which Node.js does not name, are the same on both.
 */
export const OpenFlag = {
  O_RDONLY: constants.O_RDONLY,
  O_WRONLY: constants.O_WRONLY,
  O_RDWR: constants.O_RDWR,
  O_CREAT: constants.O_CREAT,
  O_EXCL: constants.O_EXCL,
  O_DIRECTORY: constants.O_DIRECTORY,
  O_NOFOLLOW: constants.O_NOFOLLOW,
  O_CLOEXEC: 0o2000000,
  O_PATH: 0o10000000,
} as const;
