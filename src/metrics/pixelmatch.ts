import countMismatches from 'pixelmatch';
import { comparable, rgbaBytes } from './comparable.js';
import { versionWithLibrary } from './library.js';
import type { Metric } from './metric.js';

/** The share of pixels that the library pixelmatch calls different. */
export const pixelmatch: Metric = {
  id: 'pixelmatch',
  version: versionWithLibrary(1, 'pixelmatch'),
  title: 'pixelmatch',
  unit: '',
  better: 'lower',
  perfect: 0,
  definition:
    'Share (0..1) of pixels whose YIQ distance (Kotsarenko and Ramos 2010) is above threshold ' +
    '0.1 in the library pixelmatch 7, which leaves out pixels that look anti-aliased. A test for ' +
    'visible change rather than a scale of quality: it counts nothing below the threshold. Fed ' +
    'as opaque RGBA; 16 bit goes down to 8 first.',
  minSide: 1,
  available: async () => true,
  async score(reference, decoded) {
    const pair = comparable(pixelmatch, reference, decoded);
    const { width, height } = reference;
    const mismatches = countMismatches(
      rgbaBytes(pair.reference),
      rgbaBytes(pair.decoded),
      undefined,
      width,
      height,
      { threshold: 0.1 },
    );
    return mismatches / (width * height);
  },
};
