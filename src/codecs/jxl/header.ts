import { WorkError } from '../../base/errors.js';
import { jxlBoxes } from './boxes.js';

/** Reads so many bits of a header, the least significant first. */
export type BitReader = (count: number) => number;

/**
 * The bits of a JPEG XL file's headers, a bare codestream or a container, from the size on.
 * ISO/IEC 18181-1, 18181-2. Both throw a WorkError where there is no complete header.
 */
export function openHeader(bytes: Uint8Array): BitReader {
  const start = codestreamStart(bytes);
  if (bytes[start] !== 0xff || bytes[start + 1] !== 0x0a) throw broken();
  return bitReader(bytes, start + 2);
}

/** Where the codestream begins: at 0, or in the first `jxlc` or `jxlp` box of a container. */
function codestreamStart(bytes: Uint8Array): number {
  if (bytes[0] === 0xff) return 0;
  for (const { type, start } of jxlBoxes(bytes)) {
    if (type === 'jxlc') return start;
    // A partial codestream box begins with its number.
    if (type === 'jxlp') return start + 4;
  }
  throw broken();
}

function bitReader(bytes: Uint8Array, start: number): BitReader {
  let bit = start * 8;
  return (count) => {
    if (bit + count > bytes.length * 8) throw broken();
    let value = 0;
    for (let i = 0; i < count; i++, bit++) value += ((bytes[bit >> 3]! >> (bit & 7)) & 1) * 2 ** i;
    return value;
  };
}

function broken(): WorkError {
  return new WorkError('JPEG XL file is cut short: it has no complete header');
}
