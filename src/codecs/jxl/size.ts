import { type BitReader, openHeader } from './header.js';

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
  return readSize(openHeader(bytes));
}

/** The bundle SizeHeader, from its first bit. */
export function readSize(read: BitReader): { width: number; height: number } {
  const side = (): number => 1 + read([9, 13, 18, 30][read(2)]!);
  const small = read(1) === 1;
  const height = small ? (read(5) + 1) * 8 : side();
  const ratio = read(3);
  const [numerator, denominator] = ratios[ratio]!;
  if (ratio > 0) return { width: Math.floor((height * numerator) / denominator), height };
  return { width: small ? (read(5) + 1) * 8 : side(), height };
}
