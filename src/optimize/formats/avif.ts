import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat } from '../contract.js';
import { stripTrial } from '../strip-trial.js';

/** The quality of libheif that stands for one of libjpeg's, by what Pare takes: 10 more, 30 to 90. */
export function heifQuality(quality: number): number {
  return Math.min(90, Math.max(30, quality + 10));
}

/** AVIF by libaom. */
export const avif: OptimizeFormat = {
  trials: [
    await trialByCodec({
      id: 'avif',
      format: 'avif',
      codec: 'avif',
      fixed: heifQuality,
      isSlow: true,
    }),
    stripTrial('avif'),
  ],
};
