import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat } from '../contract.js';
import { stripTrial } from '../strip-trial.js';

/**
 * oxipng's level by megapixels up to which it is taken: in WASM level 4 takes 10 s a megapixel, 2 takes 3
 * and 1 takes 2, for files that differ by 1 %.
 */
const levels = [
  { level: 4, upTo: 0.3 },
  { level: 2, upTo: 1 },
  { level: 1, upTo: 3 },
  { level: 0, upTo: Number.POSITIVE_INFINITY },
] as const;

/** PNG: a palette by libimagequant where colours may be reduced, and oxipng. */
export const png: OptimizeFormat = {
  trials: await Promise.all([
    trialByCodec({
      id: 'palette',
      format: 'png',
      codec: 'png',
      settings: { palette: true, effort: 7 },
      finestFirst: true,
      suits: (_, { lossyPng }) => lossyPng,
    }),
    ...levels.map(({ level, upTo }, i) =>
      trialByCodec({
        id: 'oxipng',
        format: 'png',
        codec: 'png',
        settings: { engine: 'oxipng', optimisation: level },
        suits: ({ facts: { width, height } }) => {
          const megapixels = (width * height) / 1e6;
          return megapixels <= upTo && megapixels > (levels[i - 1]?.upTo ?? 0);
        },
      }),
    ),
    stripTrial('png'),
  ]),
  // libimagequant has a thread of its own.
  inParallel: true,
};
