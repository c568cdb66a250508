import { shrink } from '../../runtimes/sharp.js';
import type { Estimator } from '../estimator.js';

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
  async sample({ picture, compressor, sampleWidth }) {
    const image = compressor.fit(await picture.samples());
    const { width, height } = image;
    if (width * height <= wholePixels || width <= sampleWidth) {
      const { bytes } = await compressor.compress(image);
      return { kind: 'whole', bytes, reason: `${width}x${height} is compressed whole` };
    }
    const small = await shrink(image, sampleWidth);
    const { bytes } = await compressor.compress(small);
    return {
      kind: 'part',
      bits: (8 * bytes) / (small.width * small.height),
      overhead: 0,
      features: {},
    };
  },
};
