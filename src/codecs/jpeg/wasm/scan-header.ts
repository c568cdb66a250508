import { brokenJpeg } from './markers.js';
import type { JpegHead, JpegSegment } from './planes.js';

/** What an SOS segment says. ITU-T T.81, B.2.3. */
export interface ScanHeader {
  readonly components: readonly {
    /** Its place in the frame. */
    readonly index: number;
    /** Numbers of its tables. */
    readonly dc: number;
    readonly ac: number;
  }[];
  /** First and last coefficient, 0 to 63. */
  readonly from: number;
  readonly to: number;
  /** The bit down to which an earlier scan went, 0 where none did; and that down to which this one goes. */
  readonly high: number;
  readonly low: number;
  /** Where the coded bytes begin. */
  readonly dataAt: number;
}

/** @throws WorkError for a scan that cannot be */
export function readScanHeader(
  bytes: Uint8Array,
  { start, end }: JpegSegment,
  { components, progressive }: JpegHead,
): ScanHeader {
  const from = start + 4;
  const count = end > from ? bytes[from]! : 0;
  if (count < 1 || count > components.length || end < from + 4 + 2 * count) {
    throw brokenJpeg('a scan header is illegal or cut short');
  }
  const found: { index: number; dc: number; ac: number }[] = [];
  for (let i = 0; i < count; i++) {
    const id = bytes[from + 1 + 2 * i]!;
    const numbers = bytes[from + 2 + 2 * i]!;
    const index = components.findIndex((component) => component.id === id);
    const dc = numbers >> 4;
    const ac = numbers & 15;
    if (index < 0 || dc > 3 || ac > 3 || found.some((other) => other.index === index)) {
      throw brokenJpeg(
        'a scan header is illegal: it names components or tables that are not there',
      );
    }
    found.push({ index, dc, ac });
  }
  const last = from + 1 + 2 * count;
  const bits = bytes[last + 2]!;
  const band = { from: bytes[last]!, to: bytes[last + 1]!, high: bits >> 4, low: bits & 15 };
  if (progressive && !isBand(band, count)) {
    throw brokenJpeg('a progressive scan has an illegal band');
  }
  return { components: found, ...band, dataAt: end };
}

/** ITU-T T.81, G.1.1: DC alone, or AC of one component; first, or one bit more than before. */
function isBand(
  { from, to, high, low }: { from: number; to: number; high: number; low: number },
  count: number,
): boolean {
  const isPlace = from === 0 ? to === 0 : count === 1 && from <= to && to <= 63;
  return isPlace && low <= 13 && (high === 0 || high === low + 1);
}
