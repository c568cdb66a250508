import { shrink } from '../../runtimes/sharp.js';
import type { Estimator } from '../estimator.js';
import { overheadBytes } from '../sampling/overhead.js';

/** The smaller sample has this share of the larger one's width. */
const ratio = 0.5;

/**
 * Two shrunk versions, and a power law in the pixels through their bits: bytes = a * pixels^b.
 */
export const twoScale: Estimator = {
  id: 'two-scale',
  title: 'Two scales',
  meaning: 'a power law in the pixels through the bytes of two shrunk versions',
  refuses({ picture, sampleWidth }) {
    const wide = 2 * sampleWidth;
    return picture.width > wide ? null : `the picture is not wider than ${wide} pixels`;
  },
  async sample({ picture, compressor, sampleWidth }) {
    const large = compressor.fit(await picture.shrunk(2 * sampleWidth));
    const small = await shrink(large, Math.round(2 * sampleWidth * ratio));
    const overhead = await overheadBytes(compressor, large);
    const pixels = (of: { width: number; height: number }): number => of.width * of.height;
    const content = async (of: typeof large): Promise<number> =>
      Math.max(1, (await compressor.compress(of)).bytes - overhead);
    const [above, below] = [await content(large), await content(small)];
    const power = Math.log(above / below) / Math.log(pixels(large) / pixels(small));
    const bytes = above * (pixels(picture) / pixels(large)) ** power;
    return { kind: 'part', bits: (8 * bytes) / pixels(picture), overhead, features: {} };
  },
};
