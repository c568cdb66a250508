import { WorkError } from '../../base/errors.js';
import { resolveSettings } from '../../base/params.js';
import { decodeHere } from '../../codecs/decode-here.js';
import { isJxlAnimation } from '../../codecs/jxl/colour.js';
import { encodeJxlWithProfile, jxlThreads } from '../../codecs/jxl/native.js';
import { codecs } from '../../codecs/registry.js';
import type { Raster } from '../../image/raster.js';
import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat, Trial, TrialLimits } from '../contract.js';
import { decodeOriginal } from '../decode-original.js';
import { decodedFacts } from '../decoded-facts.js';
import { jpegInJxl } from '../jpeg-in-jxl.js';
import { isGreyProfile } from '../profile.js';
import { stripTrial } from '../strip-trial.js';

/** libjxl's distance for a quality of libjpeg's scale, of 30 and more. */
function distanceOf(quality: number): number {
  return 0.1 + (100 - Math.max(30, quality)) * 0.09;
}

const by = async (engine: string, effort: number): Promise<Trial> => {
  // The bytes of libjxl do not depend on its threads.
  const threads = engine === 'native' ? jxlThreads() : 1;
  const trial = await trialByCodec({
    ...{ id: 'jxl', format: 'jxl', codec: 'jxl', settings: { engine, effort }, knob: 'distance' },
    ...{ fixed: distanceOf, isSlow: true, threads },
  });
  if (engine === 'native') {
    return {
      ...trial,
      async run(source, setting, limits) {
        const { icc } = source.facts;
        if (icc === null || isGreyProfile(icc)) return trial.run(source, setting, limits);
        return withOwnColours(await source.stored(), icc, {
          effort,
          distance: setting.knob!,
          threads,
        });
      },
    };
  }
  const hasNative = (await codecs.load('jxl')).available({ engine: 'native' });
  // The build in WASM takes three times as long: where the system has libjxl, that is used.
  return {
    ...trial,
    applies: async (source, setting) =>
      (await hasNative) !== true && (await trial.applies(source, setting)),
    async run(source, setting, limits) {
      const { icc } = source.facts;
      if (icc === null || isGreyProfile(icc)) return trial.run(source, setting, limits);
      throw new WorkError(
        'its colours lie outside sRGB, and the JPEG XL encoder in WASM stores no others; install libjxl, or choose another format',
        { code: 'unsupported-colour' },
      );
    },
  };
};

async function withOwnColours(
  image: Raster,
  profile: Uint8Array,
  {
    effort,
    distance,
    threads,
  }: { readonly effort: number; readonly distance: number; readonly threads: number },
): Promise<Uint8Array> {
  const { id, params } = await codecs.load('jxl');
  const settings = resolveSettings(id, params, { engine: 'native', effort, distance });
  return encodeJxlWithProfile(image, settings, profile, threads);
}

/**
 * By the libjxl of the system, which takes a fifth of the time; by the build in WASM where there is none,
 * and where that one refuses the file.
 */
async function decodeJxl(bytes: Uint8Array, limits: TrialLimits): Promise<Raster> {
  const codec = await codecs.load('jxl');
  if ((await codec.available({ engine: 'native' })) !== true) return decodeOriginal(bytes, limits);
  const native = await decodeNatively(bytes, limits).catch(() => null);
  limits.signal?.throwIfAborted();
  return native ?? decodeOriginal(bytes, limits);
}

async function decodeNatively(bytes: Uint8Array, limits: TrialLimits): Promise<Raster> {
  const options = { ...limits, name: 'the file', codec: 'jxl:engine=native' };
  const { output } = await decodeHere(bytes, options);
  if (output instanceof Uint8Array) throw new WorkError('libjxl gave no samples');
  return output;
}

/** JPEG XL by the libjxl of the system or, where there is none, by the one in WASM, with less effort. */
export const jxl: OptimizeFormat = {
  trials: [jpegInJxl, await by('native', 7), await by('vips', 4), stripTrial('jxl')],
  decode: decodeJxl,
  readFacts: async (bytes, limits) => ({
    ...decodedFacts(await decodeJxl(bytes, limits)),
    // How many there are does not matter: none of them may be lost.
    frames: isJxlAnimation(bytes) ? 2 : 1,
  }),
};
