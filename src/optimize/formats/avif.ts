import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat } from '../contract.js';
import { stripTrial } from '../strip-trial.js';

/** The quality of libheif that stands for one of libjpeg's, by what Pare takes: 10 more, 30 to 90. */
export function heifQuality(quality: number): number {
  return Math.min(90, Math.max(30, quality + 10));
}

/** Qualities of libheif to which it gives libaom the quantiser of the quality below. */
const repeats = [
  ...[2, 4, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 36, 38, 41, 43, 46, 48, 51],
  ...[53, 57, 61, 65, 69, 73, 77, 81, 85, 89, 93, 97],
];

/** AVIF by libaom. */
export const avif: OptimizeFormat = {
  trials: [
    await trialByCodec({
      id: 'avif',
      format: 'avif',
      codec: 'avif',
      repeats,
      fixed: heifQuality,
      isSlow: true,
    }),
    stripTrial('avif'),
  ],
};
