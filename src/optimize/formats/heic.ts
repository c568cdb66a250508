import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat } from '../contract.js';
import { decodeOriginal } from '../decode-original.js';
import { decodedFacts } from '../decoded-facts.js';
import { stripTrial } from '../strip-trial.js';
import { heifQuality } from './avif.js';

/** Pixels from which x265 takes seconds with libheif's own choice of its effort. */
const largePixels = 1_000_000;

/** Qualities of libheif to which it gives x265 the rate factor of the quality below, (100 - quality) / 2 and 2 at least. */
const repeats = Array.from({ length: 100 }, (_, i) => i + 1).filter(
  (quality) => quality % 2 === 0 || quality > 95,
);

const speeds = [
  { preset: 'slow', isLarge: false },
  { preset: 'fast', isLarge: true },
] as const;

/** HEIC by x265, where libheif of the system is here. Its bytes are others in one thread than in several: always two. */
export const heic: OptimizeFormat = {
  trials: [
    ...(await Promise.all(
      speeds.map(({ preset, isLarge }) =>
        trialByCodec({
          ...{ id: 'heic', format: 'heic', codec: 'heic', settings: { preset } },
          ...{ repeats, fixed: heifQuality, isSlow: true, threads: 2 },
          suits: ({ facts: { width, height } }) => width * height > largePixels === isLarge,
        }),
      ),
    )),
    stripTrial('heic'),
  ],
  readFacts: async (bytes, limits) => decodedFacts(await decodeOriginal(bytes, limits)),
};
