/**
 * A buffer as codecs want it. Made once for each buffer: making a DataView costs more than reading a value.
 */
export interface ByteView {
  readonly u8: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
}

/** Both views of the same memory; nothing is copied. */
export function byteView(bytes: Uint8Array): ByteView {
  return { u8: bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}
