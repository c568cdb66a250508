import type { Curve } from './transfer.js';

/** A curve of an ICC profile, with the bytes that it takes. */
export interface CurveTag {
  readonly curve: Curve;
  readonly bytes: number;
}

/** How many numbers a parametric curve of each function type has. ICC.1:2022, table 68. */
const parameterCounts = [1, 3, 4, 5, 7] as const;

/**
 * Reads a curve, `curv` or `para`, that begins at a place of a tag: null for any other type. Results lie
 * in 0..1. ICC.1:2022, 10.6 and 10.18.
 * @throws RangeError where it runs out of the tag
 */
export function readCurve(tag: DataView, at: number): CurveTag | null {
  const type = tag.getUint32(at);
  if (type === 0x63757276) return readTable(tag, at);
  if (type === 0x70617261) return readParametric(tag, at);
  return null;
}

function readTable(tag: DataView, at: number): CurveTag {
  const count = tag.getUint32(at + 8);
  const bytes = 12 + 2 * count;
  if (count === 0) return { curve: clipped((x) => x), bytes };
  if (count === 1) {
    const exponent = tag.getUint16(at + 12) / 256;
    return { curve: clipped((x) => x ** exponent), bytes };
  }
  return { curve: tableCurve(tag, at + 12, count, 2), bytes };
}

/**
 * The line through a table of samples of 1 or 2 bytes, which span 0..1 in both directions.
 * @throws RangeError where the table runs out of the tag
 */
export function tableCurve(tag: DataView, at: number, count: number, size: 1 | 2): Curve {
  // One look at its end, before memory is taken for a count that nobody checked.
  tag.getUint8(at + count * size - 1);
  const table = Float64Array.from({ length: count }, (_, i) =>
    size === 1 ? tag.getUint8(at + i) / 255 : tag.getUint16(at + 2 * i) / 65535,
  );
  return (value) => {
    const place = Math.min(1, Math.max(0, value)) * (count - 1);
    const index = Math.min(count - 2, Math.floor(place));
    return table[index]! + (place - index) * (table[index + 1]! - table[index]!);
  };
}

function readParametric(tag: DataView, at: number): CurveTag | null {
  const type = tag.getUint16(at + 8);
  const count = parameterCounts[type];
  if (count === undefined) return null;
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from(
    { length: count },
    (_, i) => tag.getInt32(at + 12 + 4 * i) / 65536,
  );
  const raised = (x: number) => (a * x + b) ** g;
  const curves: readonly Curve[] = [
    (x) => x ** g,
    (x) => (x >= -b / a ? raised(x) : 0),
    (x) => (x >= -b / a ? raised(x) + c : c),
    (x) => (x >= d ? raised(x) : c * x),
    (x) => (x >= d ? raised(x) + e : c * x + f),
  ];
  return { curve: clipped(curves[type]!), bytes: 12 + 4 * count };
}

/** Kept in 0..1; what is no number at all is 0. */
function clipped(curve: Curve): Curve {
  return (x) => {
    const y = curve(x);
    return y > 0 ? Math.min(1, y) : 0;
  };
}
