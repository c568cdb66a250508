import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat } from '../contract.js';
import { decodeOriginal } from '../decode-original.js';
import { decodedFacts } from '../decoded-facts.js';
import { stripTrial } from '../strip-trial.js';
import { heifQuality } from './avif.js';

/** HEIC by x265, where libheif of the system is here. */
export const heic: OptimizeFormat = {
  trials: [
    await trialByCodec({
      id: 'heic',
      format: 'heic',
      codec: 'heic',
      fixed: heifQuality,
      isSlow: true,
    }),
    stripTrial('heic'),
  ],
  readFacts: async (bytes, limits) => decodedFacts(await decodeOriginal(bytes, limits)),
};
