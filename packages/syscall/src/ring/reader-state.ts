/**
 * What outlives a reader that is garbage collected. The addon holds it, through the function that it calls: so it must
 * refer to the reader during a read only, which keeps the reader alive.
 */
export interface ReaderState {
  /** The addon's number; negative when closed. */
  number: number;
  /** The read that waits. */
  pending: PendingRead | undefined;
}

export interface PendingRead {
  /** There is something to take. */
  readonly onReady: () => void;
  /** The reader was closed. */
  readonly onClose: () => void;
}
