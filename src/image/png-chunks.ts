/** Length of what every PNG file begins with. */
const signatureBytes = 8;

/** The first chunk of each type before the pixels of a PNG file, by type. */
export function readChunks(bytes: Uint8Array): Map<string, DataView> {
  const chunks = new Map<string, DataView>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signatureBytes; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IDAT' || at + 12 + length > bytes.length) break;
    if (!chunks.has(type)) {
      chunks.set(type, new DataView(bytes.buffer, bytes.byteOffset + at + 8, length));
    }
    at += 12 + length;
  }
  return chunks;
}
