/** Quantisation tables of ITU-T T.81, tables K.1 and K.2, in rows: luma and chroma. */
const steps = [
  [
    ...[16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55],
    ...[14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62],
    ...[18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92],
    ...[49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99],
  ],
  [
    ...[17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99],
    ...[24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99],
    ...Array<number>(32).fill(99),
  ],
] as const;

/** The tables at a quality of 1 to 100, as libjpeg scales them for baseline files. */
export function stepsAt(quality: number): readonly (readonly number[])[] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  const scaled = (step: number) =>
    Math.max(1, Math.min(255, Math.floor((step * percent + 50) / 100)));
  return steps.map((table) => table.map(scaled));
}

const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/** The typical Huffman tables K.3 to K.6 as DHT segments hold them: DC and AC of luma, DC and AC of chroma. */
export const typicalCodes: readonly Uint8Array[] = [
  Uint8Array.of(0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, ...levels),
  Uint8Array.of(
    ...[0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d],
    ...symbols('0102030004110512213141061351610722711432'),
    ...symbols('8191a1082342b1c11552d1f02433627282'),
    ...[0x09, 0x0a],
    ...grid(1, 0x6, 0xa, 2, 0x5, 0xa, 3, 0x4, 0xa),
    ...grid(4, 0x3, 0xa, 5, 0x3, 0xa, 6, 0x3, 0xa, 7, 0x3, 0xa, 8, 0x3, 0xa),
    ...grid(9, 0x2, 0xa, 10, 0x2, 0xa, 11, 0x2, 0xa, 12, 0x2, 0xa, 13, 0x2, 0xa),
    ...grid(14, 0x1, 0xa, 15, 0x1, 0xa),
  ),
  Uint8Array.of(0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, ...levels),
  Uint8Array.of(
    ...[0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
    ...symbols('0001020311040521310612415107617113223281'),
    ...symbols('08144291a1b1c109233352f0156272d10a162434e125f1'),
    ...grid(1, 0x7, 0xa, 2, 0x6, 0xa, 3, 0x5, 0xa),
    ...grid(4, 0x3, 0xa, 5, 0x3, 0xa, 6, 0x3, 0xa, 7, 0x3, 0xa, 8, 0x2, 0xa),
    ...grid(9, 0x2, 0xa, 10, 0x2, 0xa, 11, 0x2, 0xa, 12, 0x2, 0xa, 13, 0x2, 0xa),
    ...grid(14, 0x2, 0xa, 15, 0x2, 0xa),
  ),
];

function symbols(hex: string): readonly number[] {
  return hex.match(/../g)!.map((byte) => Number.parseInt(byte, 16));
}

/** Symbols of a run and sizes from one to another, for triples of them. */
function grid(...triples: number[]): number[] {
  const all: number[] = [];
  for (let i = 0; i < triples.length; i += 3) {
    const [run, first, last] = triples.slice(i, i + 3);
    for (let size = first!; size <= last!; size++) all.push((run! << 4) | size);
  }
  return all;
}
