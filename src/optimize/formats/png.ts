import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat, SourceFacts } from '../contract.js';
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

/**
 * libimagequant's effort by megapixels up to which it is taken: 7 takes three times as long as 4, for
 * files of photographs that are 3 % smaller. A search ends after so many palettes.
 */
const efforts = [
  { effort: 7, upTo: 0.5, mostEncodes: 6 },
  { effort: 4, upTo: Number.POSITIVE_INFINITY, mostEncodes: 4 },
] as const;

/** Whether a row of a table by size is the one for a picture. */
function isOf(
  rows: readonly { readonly upTo: number }[],
  at: number,
  { width, height }: SourceFacts,
): boolean {
  const megapixels = (width * height) / 1e6;
  return megapixels <= rows[at]!.upTo && megapixels > (rows[at - 1]?.upTo ?? 0);
}

/** PNG: a palette by libimagequant where colours may be reduced, and oxipng. */
export const png: OptimizeFormat = {
  trials: await Promise.all([
    ...efforts.map(({ effort, mostEncodes }, i) =>
      trialByCodec({
        ...{ id: 'palette', format: 'png', codec: 'png', finestFirst: true, mostEncodes },
        settings: { palette: true, effort },
        suits: ({ facts }, { lossyPng }) => lossyPng && isOf(efforts, i, facts),
      }),
    ),
    ...levels.map(({ level }, i) =>
      trialByCodec({
        id: 'oxipng',
        format: 'png',
        codec: 'png',
        settings: { engine: 'oxipng', optimisation: level },
        suits: ({ facts }) => isOf(levels, i, facts),
      }),
    ),
    stripTrial('png'),
  ]),
  // libimagequant has a thread of its own.
  inParallel: true,
};
