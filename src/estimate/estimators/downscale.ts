import type { Raster } from '../../image/raster.js';
import type { Compressor } from '../compressor.js';
import type { Estimator, PartSample } from '../estimator.js';

/** Up to so many pixels the picture is compressed whole. */
const wholePixels = 150_000;

/**
 * A known design for image services, to the letter: bits per pixel of a small version, times the
 * original's pixels. No constant corrects it: it is the baseline to beat.
 */
export const downscale: Estimator = {
  id: 'downscale',
  title: 'Downscale',
  meaning: 'bits per pixel of the picture shrunk to 300 pixels of width (Lanczos)',
  refuses: () => null,
  async sample({ picture, compressor, sampleWidth, thumbnail }) {
    const { width, height } = picture;
    if (thumbnail !== undefined) {
      const small = compressor.fit(thumbnail);
      return { ...(await bitsOf(small, compressor)), doubt: byThumbnail(thumbnail) };
    }
    if (width * height <= wholePixels || width <= sampleWidth) {
      const { bytes } = await compressor.compress(compressor.fit(await picture.samples()));
      return { kind: 'whole', bytes, reason: `${width}x${height} is compressed whole` };
    }
    return bitsOf(compressor.fit(await picture.shrunk(sampleWidth)), compressor);
  },
};

async function bitsOf(small: Raster, compressor: Compressor): Promise<PartSample> {
  const { bytes } = await compressor.compress(small);
  const bits = (8 * bytes) / (small.width * small.height);
  return { kind: 'part', bits, overhead: 0, features: {} };
}

function byThumbnail({ width, height }: Raster): string {
  return `told by the thumbnail of ${width}x${height} that was given`;
}
