import { crc32 } from '#platform/base/crc32.js';
import { WorkError } from '../../base/errors.js';

export interface BitWriter {
  /** Up to 17 bits, the highest first. */
  write(value: number, length: number): void;
  /** Exp-Golomb code of order 0, of 0 to 65536. */
  writeGolomb(value: number): void;
  /** All bytes, filled up with bits 0, and their CRC-32. */
  finish(): Uint8Array;
}

export interface BitReader {
  read(length: number): number;
  readGolomb(): number;
  /** Bits that are still to come, without the CRC. */
  left(): number;
  /** @throws WorkError where more than the last byte's filling is left or is not 0 */
  finish(): void;
}

export function createBitWriter(): BitWriter {
  const bytes: number[] = [];
  let held = 0;
  let count = 0;
  const write = (value: number, length: number): void => {
    held = (held << length) | value;
    count += length;
    for (; count >= 8; count -= 8) bytes.push((held >>> (count - 8)) & 255);
    held &= (1 << count) - 1;
  };
  return {
    write,
    writeGolomb(value) {
      const length = 31 - Math.clz32(value + 1);
      write(0, length);
      write(value + 1, length + 1);
    },
    finish() {
      if (count > 0) write(0, 8 - count);
      const all = new Uint8Array(bytes.length + 4);
      all.set(bytes);
      new DataView(all.buffer).setUint32(bytes.length, crc32(all.subarray(0, bytes.length)));
      return all;
    },
  };
}

/** @throws WorkError where the CRC-32 at the end is not that of the bytes before */
export function createBitReader(bytes: Uint8Array): BitReader {
  const end = bytes.length - 4;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (end < 0 || view.getUint32(end) !== crc32(bytes.subarray(0, end))) {
    throw new WorkError('the table of distributions is broken: its checksum does not agree', {
      code: 'broken-bitstream',
    });
  }
  let at = 0;
  const bit = (): number => {
    if (at >= 8 * end) {
      throw new WorkError('the table of distributions is broken: it ends too early', {
        code: 'broken-bitstream',
      });
    }
    const value = (bytes[at >> 3]! >> (7 - (at & 7))) & 1;
    at++;
    return value;
  };
  const read = (length: number): number => {
    let value = 0;
    for (let i = 0; i < length; i++) value = 2 * value + bit();
    return value;
  };
  return {
    read,
    readGolomb() {
      let length = 0;
      while (bit() === 0) {
        if (++length > 17) {
          throw new WorkError('the table of distributions is broken: a long code', {
            code: 'broken-bitstream',
          });
        }
      }
      return 2 ** length + read(length) - 1;
    },
    left: () => 8 * end - at,
    finish() {
      const rest = 8 * end - at;
      if (rest > 7 || read(rest) !== 0) {
        throw new WorkError('the table of distributions is broken: it goes on after its end', {
          code: 'broken-bitstream',
        });
      }
    },
  };
}
