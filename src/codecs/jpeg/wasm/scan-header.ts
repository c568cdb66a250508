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
  const data = bytes.subarray(start + 4, end);
  const count = data[0] ?? 0;
  if (count < 1 || count > components.length || data.length < 4 + 2 * count) {
    throw brokenJpeg('a scan header is illegal or cut short');
  }
  const found = Array.from({ length: count }, (_, i) => {
    const [id, numbers] = data.subarray(1 + 2 * i, 3 + 2 * i);
    const index = components.findIndex((component) => component.id === id);
    return { index, dc: numbers! >> 4, ac: numbers! & 15 };
  });
  const places = new Set(found.map(({ index }) => index));
  if (places.size < count || found.some(({ index, dc, ac }) => index < 0 || dc > 3 || ac > 3)) {
    throw brokenJpeg('a scan header is illegal: it names components or tables that are not there');
  }
  const [from, to, bits] = data.subarray(1 + 2 * count, 4 + 2 * count);
  const header = { components: found, from: from!, to: to!, high: bits! >> 4, low: bits! & 15 };
  if (progressive && !isBand(header, count))
    throw brokenJpeg('a progressive scan has an illegal band');
  return { ...header, dataAt: end };
}

/** ITU-T T.81, G.1.1: DC alone, or AC of one component; first, or one bit more than before. */
function isBand(
  { from, to, high, low }: { from: number; to: number; high: number; low: number },
  count: number,
): boolean {
  const isPlace = from === 0 ? to === 0 : count === 1 && from <= to && to <= 63;
  return isPlace && low <= 13 && (high === 0 || high === low + 1);
}
