import countMismatches from 'pixelmatch';
import { prepareComparable, rgbaBytes } from './comparable.js';
import { versionWithLibrary } from './library-version.js';
import type { Metric } from './metric.js';
import { tileGrid, tileMeans, worstTile } from './tiles.js';

/** The share of pixels that the library pixelmatch calls different. */
export const pixelmatch: Metric = {
  id: 'pixelmatch',
  version: versionWithLibrary(1, 'pixelmatch'),
  title: 'pixelmatch',
  shortTitle: 'pixelmatch',
  unit: '',
  decimals: 4,
  scale: null,
  better: 'lower',
  fixedQualities: [],
  frontQuality: null,
  nearlyEqual: null,
  perfect: 0,
  definition:
    'Share (0..1) of pixels whose YIQ distance (Kotsarenko and Ramos 2010) is above threshold ' +
    '0.1 in the library pixelmatch 7, which leaves out pixels that look anti-aliased. A test for ' +
    'visible change rather than a scale of quality: it counts nothing below the threshold. Fed ' +
    'as opaque RGBA; 16 bit goes down to 8 first.',
  source: 'https://github.com/mapbox/pixelmatch 7',
  minSide: 1,
  symmetric: true,
  map: { meaning: '1 where a pixel is called different, else 0', full: 1 },
  available: async () => true,
  prepare: async (reference) =>
    prepareComparable(pixelmatch, reference, (image) => {
      const { width, height } = image;
      const a = rgbaBytes(image);
      const grid = tileGrid(width, height);
      // Transparent but for the pixels that differ, which are drawn in red.
      const drawn = new Uint8ClampedArray(a.length);
      return {
        score(decoded, { map = false }) {
          drawn.fill(0);
          const count = countMismatches(a, rgbaBytes(decoded), drawn, width, height, {
            threshold: 0.1,
            diffMask: true,
            includeAA: false,
          });
          const data = Float32Array.from({ length: width * height }, (_, i) =>
            drawn[4 * i] === 255 && drawn[4 * i + 1] === 0 ? 1 : 0,
          );
          return {
            value: count / (width * height),
            worstTile: worstTile(grid, tileMeans(grid, data), 'lower'),
            map: map ? { width, height, data } : null,
          };
        },
        close: () => {},
      };
    }),
};
