import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat } from '../contract.js';
import { stripTrial } from '../strip-trial.js';

/** More pixels than these are optimised at the quickest level that is of use. */
const largePixels = 4e6;

/** PNG: a palette by libimagequant where colours may be reduced, and oxipng. */
export const png: OptimizeFormat = {
  trials: await Promise.all([
    trialByCodec({
      id: 'palette',
      format: 'png',
      codec: 'png',
      settings: { palette: true, effort: 7 },
      fixed: (quality) => (quality < 50 ? 40 : quality < 70 ? 60 : 80),
      suits: (_, { lossyPng }) => lossyPng,
    }),
    ...[2, 4].map((level) =>
      trialByCodec({
        id: 'oxipng',
        format: 'png',
        codec: 'png',
        settings: { engine: 'oxipng', optimisation: level },
        suits: ({ facts: { width, height } }) => width * height > largePixels === (level === 2),
      }),
    ),
    stripTrial('png'),
  ]),
};
