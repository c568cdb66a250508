import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat, Source } from '../contract.js';
import { recodeJpeg } from '../recode-jpeg.js';
import { stripTrial } from '../strip-trial.js';

const chromaOf = (source: Source): boolean => source.facts.icc === null;

/** JPEG: encoded anew by every encoder that is here. */
export const jpeg: OptimizeFormat = {
  trials: await Promise.all([
    trialByCodec({ id: 'mozjpeg', format: 'jpeg', codec: 'mozjpeg' }),
    trialByCodec({ id: 'jpegli', format: 'jpeg', codec: 'jpegli', suits: chromaOf }),
    trialByCodec({
      ...{ id: 'turbo', format: 'jpeg', codec: 'jpeg' },
      settings: { engine: 'turbo', progressive: true },
    }),
    recodeJpeg,
    stripTrial('jpeg'),
  ]),
};
