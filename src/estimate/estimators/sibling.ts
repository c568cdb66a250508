import type { Estimator } from '../estimator.js';
import { bitsPerPixel, overheadBytes } from '../sampling/overhead.js';
import { balancedSample } from '../sampling/tile-sample.js';
import { noRoom } from '../tiles/plan.js';
import { exact } from './exact.js';

/**
 * Balanced tiles, with a fast setting as the covariate, of the same codec or another one: it compresses both the tiles
 * and the whole picture, and by what the tiles cost it too much they cost the wanted setting too much,
 * seams included (difference estimator in two phases; Cochran 1977, section 12.9).
 */
export const sibling: Estimator = {
  id: 'sibling',
  title: 'Fast sibling',
  meaning: 'balanced tiles, and the whole picture at a fast setting beside them',
  ofParts: true,
  refuses({ compressor, picture }) {
    if (compressor.sibling !== null) return noRoom(picture);
    return `${compressor.name} has no faster setting whose size goes along with its own`;
  },
  async sample(question) {
    const { picture, compressor } = question;
    const fast = compressor.sibling!;
    const taken = await balancedSample(question);
    if (taken === null) return exact.sample(question);
    const { sample, mosaic } = taken;
    const image = fast.fit(await picture.samples());
    const overhead = await overheadBytes(fast, image);
    const whole = bitsPerPixel((await fast.compress(image)).bytes, overhead, image);
    const same = fast.fit(mosaic.image);
    const part = bitsPerPixel((await fast.compress(same)).bytes, overhead, same);
    // Alone, the ratio of the two is the best guess; the calibration moves it.
    return {
      ...sample,
      bits: sample.bits * (whole / part),
      features: { ...sample.features, fast: sample.bits * (whole / part - 1) },
    };
  },
};
