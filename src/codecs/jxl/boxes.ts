/** A box of a JPEG XL container: its type, and where its content lies in the file. */
interface Box {
  readonly type: string;
  readonly start: number;
  /** Less than the box promises where the file is cut short. */
  readonly end: number;
}

/**
 * The boxes of a JPEG XL container in their order, up to one that is broken; none of a bare codestream.
 * ISO/IEC 18181-2.
 */
export function* jxlBoxes(bytes: Uint8Array): Generator<Box> {
  if (bytes[0] === 0xff) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let box = 0; box + 8 <= bytes.length; ) {
    const type = String.fromCharCode(...bytes.subarray(box + 4, box + 8));
    const size = view.getUint32(box);
    const header = size === 1 ? 16 : 8;
    if (box + header > bytes.length) return;
    // 1: the size follows in 8 bytes; 0: up to the end of the file.
    const told = size === 1 ? Number(view.getBigUint64(box + 8)) : size;
    const length = size === 0 ? bytes.length - box : told;
    if (length < header) return;
    yield { type, start: box + header, end: Math.min(bytes.length, box + length) };
    box += length;
  }
}
