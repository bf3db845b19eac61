/**
 * What a kernel takes in BPF_BTF_LOAD. A feature that is left out counts as there, so `{}` stands for a kernel of
 * 6.11 or later, and {@link oldestBtfFeatures} for one of 4.18.
 */
export interface BtfFeatures {
  /** FUNC and FUNC_PROTO: not at all, static ones only (5.0), or with linkage (5.6). */
  func?: "none" | "static" | "global" | undefined;
  /** VAR and DATASEC (5.2). */
  datasec?: boolean | undefined;
  /** FLOAT (5.13). */
  float?: boolean | undefined;
  /** DECL_TAG (5.16). */
  declTag?: boolean | undefined;
  /** TYPE_TAG (5.17). */
  typeTag?: boolean | undefined;
  /** ENUM64, and signed ENUM (6.0). */
  enum64?: boolean | undefined;
  /** Any printable character in the name of a DATASEC (6.11); before, letters, digits, `_` and `.`. */
  sectionNames?: boolean | undefined;
}

/** Features of the first kernel with BTF (4.18): all that is newer is replaced. */
export const oldestBtfFeatures: Readonly<Required<BtfFeatures>> = {
  func: "none",
  datasec: false,
  float: false,
  declTag: false,
  typeTag: false,
  enum64: false,
  sectionNames: false,
};
