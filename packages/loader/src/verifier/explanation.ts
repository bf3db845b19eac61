/** What a refusal means, where it is known for certain. */
export interface Explanation {
  /** In place of the verifier's own words, where those say nothing to the reader. */
  readonly headline?: string;
  /** One more sentence. */
  readonly hint?: string;
  /** The field, type, helper or function that it is about. */
  readonly symbol?: string;
}
