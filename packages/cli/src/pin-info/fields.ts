/** Fields of a report in their order; undefined ones are left out. bigint: u64, a decimal string in JSON. */
export type Fields = Record<string, string | number | bigint | boolean | readonly number[] | undefined>;
