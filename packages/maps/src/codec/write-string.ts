const encoder = new TextEncoder();

/** Writes short text in UTF-8 and returns where it ends; there must be room. */
export function writeString(text: string, to: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return at + encoder.encodeInto(text, to.subarray(at)).written;
    to[at + i] = code;
  }
  return at + text.length;
}
