import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat, Source } from '../contract.js';
import { busynessOf } from '../quick-jpeg.js';
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

/** Pixels up to which every picture is encoded at libaom's usual speed. */
const largePixels = 1_000_000;

/**
 * Bits of a pixel, in a JPEG of quality 75, from which a large picture is busy: libaom then takes twice
 * as long at speed 6 as at speed 8, for a file that is 2 % smaller; of quiet ones it is 10 to 20 %.
 */
const busyBits = 1.2;

const speeds = [
  { speed: 6, busy: false },
  { speed: 8, busy: true },
] as const;

/** AVIF by libaom, whose bytes depend on its threads: always two. */
export const avif: OptimizeFormat = {
  trials: [
    ...(await Promise.all(
      speeds.map(({ speed, busy }) =>
        trialByCodec({
          ...{ id: 'avif', format: 'avif', codec: 'avif', settings: { speed } },
          ...{ repeats, fixed: heifQuality, isSlow: true, threads: 2 },
          suits: async (source) => (await isBusy(source)) === busy,
        }),
      ),
    )),
    stripTrial('avif'),
  ],
};

async function isBusy(source: Source): Promise<boolean> {
  const { width, height } = source.facts;
  return width * height > largePixels && 8 * ((await busynessOf(source)) ?? 0) > busyBits;
}
