import type { Estimator } from '../estimator.js';

/**
 * Dimensions and the source file's own bytes alone: nothing is decoded, nothing is compressed. A line in
 * the root of the source's bits per pixel through the calibration's pictures of the same format, small or large.
 */
export const header: Estimator = {
  id: 'header',
  title: 'Header',
  meaning: 'dimensions, format and bytes of the source alone; decodes nothing',
  refuses: () => null,
  async sample({ picture: { width, height, file } }) {
    const source = file === null ? 0 : (8 * file.bytes) / (width * height);
    const known = file === null ? 'samples' : file.format;
    return {
      kind: 'part',
      bits: 0,
      overhead: 0,
      // Coefficients are negative: the bits are too low by them.
      features: { [`pixel-${known}`]: 1, [`source-${known}`]: Math.sqrt(source) },
    };
  },
};
