import { decodeBmp } from '../../image/bmp.js';
import { readBmpHeader } from '../../image/bmp-header.js';
import { bmpKinds, encodeBmp } from '../../image/bmp-write.js';
import { withoutOpaqueAlpha } from '../../image/opaque.js';
import type { OptimizeFormat, Trial } from '../contract.js';

/** BMP: 24 bits, the exact palette, or runs of it. */
export const bmp: OptimizeFormat = {
  trials: bmpKinds.map(
    (kind): Trial => ({
      id: kind,
      format: 'bmp',
      lossy: false,
      knob: null,
      applies: ({ facts }) => facts.frames === 1 && !facts.hasAlpha && facts.icc === null,
      async run(source) {
        const image = withoutOpaqueAlpha(await source.raster());
        // Neither alpha nor 16 bits are in its header.
        return image.channels === 4 || image.depth === 16 ? null : encodeBmp(image, kind);
      },
    }),
  ),
  async readFacts(bytes, { maxPixels }) {
    const { width, height, masks, runs } = readBmpHeader(bytes);
    return {
      ...{ width, height, orientation: 1, frames: 1, icc: null, isLossless: true },
      // Runs may leave pixels out.
      hasAlpha: masks[3] !== 0 || (runs !== null && hasHoles(bytes, maxPixels)),
    };
  },
};

function hasHoles(bytes: Uint8Array, maxPixels: number): boolean {
  return decodeBmp(bytes, { maxPixels }).channels === 4;
}
