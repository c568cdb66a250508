import type { Area } from '../image/crop.js';
import type { Geometry, Size } from './geometry.js';

/**
 * The size and the window of a plan as they lie in the samples of a file, which a viewer turns by the
 * orientation. Exif 2.32, 4.6.4, tag 0x0112.
 */
export function orientedWindow(
  { scaled, window }: Pick<Geometry, 'scaled' | 'window'>,
  orientation: number,
): { scaled: Size; window: Area } {
  if (orientation === 1) return { scaled, window };
  const { left, top, width, height } = window;
  const right = scaled.width - left - width;
  const bottom = scaled.height - top - height;
  // Where the window begins, by the orientation: columns, rows.
  const corner = (
    [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
      [top, left],
      [top, right],
      [bottom, right],
      [bottom, left],
    ] as const
  )[orientation - 1]!;
  const turned = orientation >= 5;
  const size = turned ? { width: height, height: width } : { width, height };
  return {
    scaled: turned ? { width: scaled.height, height: scaled.width } : scaled,
    window: { left: corner[0], top: corner[1], ...size },
  };
}
