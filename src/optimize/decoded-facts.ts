import type { Raster } from '../image/raster.js';
import type { SourceFacts } from './contract.js';

/** Facts of a still that nothing but its decoded samples tell. They are upright and in sRGB. */
export function decodedFacts({ width, height, channels }: Raster): SourceFacts {
  return {
    ...{ width, height, orientation: 1, hasAlpha: channels === 4, frames: 1 },
    ...{ icc: null, isLossless: null },
  };
}
