import type { Settings } from '../params.js';
import { libraryVersion } from '../runtimes/versions.js';
import type { Codec, Engine } from './codec.js';

const byVips = (before: Settings) => before['engine'] === 'vips';
const byJsquash = (before: Settings) => before['engine'] === 'jsquash';
const lossy = (before: Settings) => before['lossless'] !== true;

/** The commit that @jsquash/jxl 1.3.0 is built from: older than libjxl 0.7. */
const jsquashVersion = '9f54464 (January 2022)';

/**
 * JPEG XL by libjxl, ISO/IEC 18181. Engine `vips` is the libjxl of wasm-vips; `jsquash` the one of
 * @jsquash/jxl, of January 2022. Both are WASM; `jsquash` has no SIMD and no threads.
 *
 * `distance` is the butteraugli distance aimed at. `quality` stands for a distance; for `vips` it
 * is libjxl's own scale, JxlEncoderDistanceFromQuality:
 *
 *     100        0, which is lossless
 *     30..99     0.1 + (100 - quality) * 0.09
 *     0..29      53/3000 * quality^2 - 23/20 * quality + 25
 *
 * and for `jsquash` the one of Squoosh:
 *
 *     100        modular mode, which is lossless in the file
 *     30..99     0.1 + (100 - quality) * 0.09
 *     7..29      6.4 + 2.5^((30 - quality) / 5) / 6.25
 *     0..6       lossy modular mode
 *
 * The decoder of `jsquash` gives some samples below 16 one level too low, beside brighter ones of
 * the same pixel, so there is no lossless coding with it.
 */
export const jxl: Codec = {
  id: 'jxl',
  title: 'JPEG XL',
  kind: 'lossy',
  extension: 'jxl',
  params: {
    engine: {
      type: 'choice',
      values: ['vips', 'jsquash'],
      default: 'vips',
      meaning: 'the build of libjxl',
    },
    lossless: {
      type: 'boolean',
      default: false,
      applies: byVips,
      meaning: 'lossless coding, up to 16 bit',
    },
    effort: {
      type: 'integer',
      min: 1,
      max: 9,
      default: 7,
      meaning: '1 fastest, 9 smallest',
    },
    tier: {
      type: 'integer',
      min: 0,
      max: 4,
      default: 0,
      meaning: 'decoding speed: 0 smallest file, 4 fastest to decode',
    },
    progressive: {
      type: 'boolean',
      default: false,
      applies: byJsquash,
      meaning: 'progressive coding',
    },
    modular: {
      type: 'boolean',
      default: false,
      applies: byJsquash,
      meaning: 'lossy modular mode in place of VarDCT',
    },
    epf: {
      type: 'integer',
      min: 0,
      max: 3,
      default: null,
      applies: byJsquash,
      meaning: "strength of the edge-preserving filter; the encoder's choice unless given",
    },
    photon_noise: {
      type: 'integer',
      min: 0,
      max: 6400,
      default: 0,
      applies: byJsquash,
      meaning: 'synthetic noise of a sensor at this ISO speed',
    },
    distance: {
      type: 'number',
      min: 0.01,
      max: 15,
      default: null,
      sweep: [0.3, 0.5, 0.8, 1, 1.5, 2, 3, 4, 6, 8, 12, 15],
      applies: (before) => byVips(before) && lossy(before),
      meaning: 'butteraugli distance, in place of quality',
    },
    quality: {
      type: 'integer',
      min: 0,
      max: 100,
      default: 75,
      sweep: [1, 5, 10, 20, 30, 45, 60, 75, 85, 90, 95, 97],
      applies: (before) => lossy(before) && before['distance'] === undefined,
      meaning: "stands for a distance; roughly libjpeg's scale",
    },
  },
  accepts: (settings) => ({ channels: [1, 3, 4], depths: byVips(settings) ? [8, 16] : [8] }),
  lossless: (settings) =>
    byVips(settings) && (settings['lossless'] === true || settings['quality'] === 100),
  engine: (settings): Engine => ({
    name: 'libjxl',
    version: byVips(settings) ? libraryVersion('wasm-vips', 'jxl') : jsquashVersion,
    runtime: 'wasm',
  }),
  available: async () => true,
  open: async (settings, resources) =>
    byVips(settings)
      ? (await import('./jxlvips.js')).openJxlVips(settings, resources)
      : (await import('./jxljsquash.js')).openJxlJsquash(settings, resources),
};
