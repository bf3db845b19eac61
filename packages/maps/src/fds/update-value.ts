/** Sets `value` for the key in `elements.key`: 0 or -errno of BPF_MAP_UPDATE_ELEM. */
export type UpdateValue = (value: unknown, flags: number) => number;
