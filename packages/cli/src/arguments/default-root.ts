/** Where bpffs is mounted by everybody, unless `--root` says otherwise. */
export const defaultRoot = "/sys/fs/bpf";
