import { WorkError } from '../../base/errors.js';
import { jxlBoxes } from './boxes.js';

/** Width to height by the header's 3-bit code; 0 says that the width follows. */
const ratios: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
];

/**
 * Width and height from the header of a JPEG XL file, a bare codestream or a container
 * (ISO/IEC 18181-1 SizeHeader, 18181-2 boxes), for decoders that allocate before they tell.
 * @throws WorkError where there is no complete header
 */
export function readJxlSize(bytes: Uint8Array): { width: number; height: number } {
  const start = codestreamStart(bytes);
  if (bytes[start] !== 0xff || bytes[start + 1] !== 0x0a) throw broken();
  const read = bitReader(bytes, start + 2);
  const side = (): number => 1 + read([9, 13, 18, 30][read(2)]!);
  const small = read(1) === 1;
  const height = small ? (read(5) + 1) * 8 : side();
  const ratio = read(3);
  const [numerator, denominator] = ratios[ratio]!;
  if (ratio > 0) return { width: Math.floor((height * numerator) / denominator), height };
  return { width: small ? (read(5) + 1) * 8 : side(), height };
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

/** Bits from the least significant up. */
function bitReader(bytes: Uint8Array, start: number): (count: number) => number {
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
