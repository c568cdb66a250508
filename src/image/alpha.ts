import type { AlphaFate } from '../base/alpha-fate.js';
import { peakOf, type Raster } from './raster.js';

/**
 * What became of an original's alpha in a decoded picture of its size; null where both are opaque
 * throughout. A picture without alpha is opaque, and 8 bit stands beside 16 as v * 257.
 */
export function compareAlpha(original: Raster, decoded: Raster): AlphaFate | null {
  const [wanted, found] = [isTransparent(original), isTransparent(decoded)];
  if (!wanted && !found) return null;
  if (!found) return 'lost';
  return wanted && sameAlpha(original, decoded) ? 'kept' : 'differs';
}

/** Whether a pixel of the picture is not wholly opaque. */
function isTransparent({ data, channels, depth }: Raster): boolean {
  if (channels !== 4) return false;
  const opaque = peakOf(depth);
  for (let i = 3; i < data.length; i += 4) if (data[i] !== opaque) return true;
  return false;
}

/** Of two pictures of four channels. */
function sameAlpha(a: Raster, b: Raster): boolean {
  if (a.data.length !== b.data.length) return false;
  const [ofA, ofB] = [65535 / peakOf(a.depth), 65535 / peakOf(b.depth)];
  for (let i = 3; i < a.data.length; i += 4) {
    if (a.data[i]! * ofA !== b.data[i]! * ofB) return false;
  }
  return true;
}
