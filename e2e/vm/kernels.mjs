/**
 * Debian's kernels for virtual machines that the tests know, by version: the suite that has them, what the package's
 * name looks like (the digits move with every update), and the kernel's path in it.
 */
export const KERNELS = {
  "5.10": {
    suite: "bullseye",
    pattern: "^linux-image-5\\.10\\.0-[0-9]+-cloud-amd64$",
    image: /^boot\/vmlinuz-/,
  },
  6.1: {
    suite: "bookworm",
    pattern: "^linux-image-6\\.1\\.0-[0-9]+-cloud-amd64$",
    image: /^boot\/vmlinuz-/,
  },
  6.12: {
    suite: "trixie",
    pattern: "^linux-image-6\\.12\\.[0-9a-z+.-]+-cloud-amd64$",
    image: /^boot\/vmlinuz-/,
  },
  7.2: {
    suite: "sid",
    pattern: "^linux-binary-7\\.2\\.[0-9a-z+.-]+-cloud-amd64$",
    image: /^usr\/lib\/modules\/[^/]+\/vmlinuz$/,
  },
};

/** The kernel that is booted unless another is asked for. */
export const DEFAULT_KERNEL = "6.1";
