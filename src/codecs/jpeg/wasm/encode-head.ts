import { joinBytes } from '../../../base/bytes.js';
import { typicalCodes } from './annex-k.js';
import { encodeSteps } from './encode-tables.js';
import type { JpegPlanes } from './planes.js';

/** What stands in a file before its scan. */
interface EncodedHead {
  readonly quality: number;
  /** DHT specifications in the order of `typicalCodes`. */
  readonly codes: readonly Uint8Array[];
  /** Whole marker segments behind the JFIF header. */
  readonly segments: readonly Uint8Array[];
}

type Sides = Pick<JpegPlanes, 'width' | 'height' | 'planes' | 'subsampling'>;

/** Makes all bytes of a baseline JPEG before those of its one scan; they are not to be written to. */
export type HeadMaker = (from: Sides, options: EncodedHead) => Uint8Array;

/** What it gives keeps the head that it made last: the next picture's is often the same. */
export function createHeadMaker(): HeadMaker {
  let last: { from: Sides; quality: number; head: Uint8Array } | null = null;
  return (from, options) => {
    const { quality, codes, segments } = options;
    if (codes !== typicalCodes || segments.length > 0) return headOf(from, options);
    if (last === null || last.quality !== quality || !isAlike(from, last.from)) {
      last = { from, quality, head: headOf(from, options) };
    }
    return last.head;
  };
}

function isAlike(a: Sides, b: Sides): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.planes.length === b.planes.length &&
    a.subsampling[0] === b.subsampling[0] &&
    a.subsampling[1] === b.subsampling[1]
  );
}

function headOf(
  { width, height, planes, subsampling }: Sides,
  { quality, codes, segments }: EncodedHead,
): Uint8Array {
  const kinds = planes.length === 1 ? 1 : 2;
  const kind = (i: number) => Math.min(i, 1);
  const factors = (i: number) => (i === 0 ? (subsampling[0] << 4) | subsampling[1] : 0x11);
  const frame = planes.flatMap((_, i) => [i + 1, factors(i), kind(i)]);
  const scan = planes.flatMap((_, i) => [i + 1, 0x11 * kind(i)]);
  const steps = encodeSteps(quality).slice(0, kinds);
  return joinBytes([
    ...[start, ...segments],
    ...steps.flatMap(({ content }, i) => segment(0xdb, Uint8Array.of(i), content)),
    ...segment(0xc0, Uint8Array.of(8, ...two(height), ...two(width), planes.length, ...frame)),
    ...codes
      .slice(0, 2 * kinds)
      .flatMap((code, i) => segment(0xc4, Uint8Array.of(((i & 1) << 4) | (i >> 1)), code)),
    ...segment(0xda, Uint8Array.of(planes.length, ...scan, 0, 63, 0)),
  ]);
}

/** Start of image and a JFIF header without a density. */
const start = Uint8Array.of(
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
);

/** A marker segment in pieces. */
function segment(marker: number, ...content: Uint8Array[]): Uint8Array[] {
  const length = content.reduce((sum, { length }) => sum + length, 2);
  return [Uint8Array.of(0xff, marker, ...two(length)), ...content];
}

const two = (value: number) => [value >> 8, value & 255] as const;
