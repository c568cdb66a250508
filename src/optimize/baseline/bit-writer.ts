/** Writes the codes of a scan: a byte of all ones is followed by one of zeros. ITU-T T.81, F.1.2.3. */
export interface BitWriter {
  /** @param count up to 16 */
  write(value: number, count: number): void;
  /** Fills the last byte with ones, and adds a marker. */
  marker(code: number): void;
  /** Bytes as they are, between scans. */
  copy(piece: Uint8Array): void;
  /** Fills the last byte with ones, and gives all that was written. */
  finish(): Uint8Array;
}

/** @param room bytes that are probably enough: what is written is not copied then */
export function createBitWriter(room: number): BitWriter {
  let bytes = new Uint8Array(room + 64);
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(length + more + (length >> 2) + 64);
    larger.set(bytes.subarray(0, length));
    bytes = larger;
  };
  let bits = 0;
  let have = 0;
  const flush = (): void => {
    while (have >= 8) {
      have -= 8;
      const byte = (bits >>> have) & 0xff;
      reserve(2);
      bytes[length++] = byte;
      if (byte === 0xff) bytes[length++] = 0;
    }
  };
  const write = (value: number, count: number): void => {
    bits = (bits << count) | value;
    have += count;
    flush();
  };
  const align = (): void => {
    if (have > 0) write((1 << (8 - have)) - 1, 8 - have);
  };
  return {
    write,
    marker(code) {
      align();
      // A marker's bytes are not stuffed.
      write(0xff, 8);
      bytes[length - 1] = code;
    },
    copy(piece) {
      align();
      reserve(piece.length);
      bytes.set(piece, length);
      length += piece.length;
    },
    finish() {
      align();
      return bytes.subarray(0, length);
    },
  };
}
