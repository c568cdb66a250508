import { libjxlVersion, openLibjxl } from '#platform/runtimes/ffi/system-libjxl.js';
import type { Engine } from '../../base/engine.js';
import { resolveSettings, type Settings } from '../../base/params.js';
import { libraryVersion } from '../../runtimes/versions.js';
import { avif } from '../avif.js';
import type { Codec } from '../codec.js';
import { jxlFormat } from './format.js';

const by = (engine: string, settings: Settings) => settings['engine'] === engine;
const byVips = (before: Settings) => by('vips', before);
const byJsquash = (before: Settings) => by('jsquash', before);
const byNative = (before: Settings) => by('native', before);
const lossy = (before: Settings) => before['lossless'] !== true;

/** The commit that @jsquash/jxl 1.3.0 is built from: older than libjxl 0.7. */
const jsquashVersion = '9f54464 (January 2022)';

/**
 * JPEG XL by libjxl, ISO/IEC 18181. Engine `vips` is the libjxl of wasm-vips, `jsquash` the one of
 * @jsquash/jxl, of January 2022, `native` the system's own library, of whatever version that is.
 * The first two are WASM; `jsquash` has no SIMD and no threads.
 *
 * `distance` is the butteraugli distance aimed at. `quality` stands for a distance; for `vips` and
 * `native` it is libjxl's own scale, JxlEncoderDistanceFromQuality:
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
  format: jxlFormat,
  params: {
    engine: {
      type: 'choice',
      values: ['vips', 'native', 'jsquash'],
      default: 'vips',
      meaning: 'the build of libjxl',
    },
    lossless: {
      type: 'boolean',
      default: false,
      applies: (before) => !byJsquash(before),
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
      applies: (before) => !byVips(before),
      meaning: 'progressive coding',
    },
    modular: {
      type: 'boolean',
      default: false,
      applies: (before) => !byVips(before) && lossy(before),
      meaning: 'lossy modular mode in place of VarDCT',
    },
    epf: {
      type: 'integer',
      min: 0,
      max: 3,
      default: null,
      applies: (before) => !byVips(before) && lossy(before),
      meaning: "strength of the edge-preserving filter; the encoder's choice unless given",
    },
    photon_noise: {
      type: 'integer',
      min: 0,
      max: 6400,
      default: 0,
      applies: (before) => !byVips(before) && lossy(before),
      meaning: 'synthetic noise of a sensor at this ISO speed',
    },
    distance: {
      type: 'number',
      min: 0.01,
      max: 15,
      default: null,
      sweep: [0.3, 0.5, 0.8, 1, 1.5, 2, 3, 4, 6, 8, 12, 15],
      applies: (before) => !byJsquash(before) && lossy(before),
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
  accepts: (settings) => ({ channels: [1, 3, 4], depths: byJsquash(settings) ? [8] : [8, 16] }),
  // jsQuash's build runs out of memory beyond.
  limits: (settings) => ({ side: byJsquash(settings) ? 2 ** 17 : 2 ** 30 }),
  lossless: (settings) =>
    settings['lossless'] === true || (settings['quality'] === 100 && isExactAt100(settings)),
  engine: (settings): Engine => {
    const name = 'libjxl';
    if (byNative(settings)) return { name, version: libjxlVersion(), runtime: 'ffi' };
    const version = byVips(settings) ? libraryVersion('wasm-vips', 'jxl') : jsquashVersion;
    return { name, version, runtime: 'wasm' };
  },
  available: async (settings) => {
    if (!byNative(settings)) return true;
    const found = openLibjxl();
    return 'library' in found || found.missing;
  },
  estimation: {
    // In WASM every effort takes a third of the time of 7 and more; the fastest AVIF takes 4 %.
    fast: (settings) => {
      if (byNative(settings) || !lossy(settings)) {
        return {
          codec: jxl,
          settings: { ...settings, effort: Math.min(4, Number(settings['effort'])) },
        };
      }
      if (settings['quality'] === undefined) return null;
      const quality = Math.min(95, Math.max(1, Number(settings['quality'])));
      const fastest = { speed: 9, chroma: '4:2:0', quality };
      return { codec: avif, settings: resolveSettings(avif.id, avif.params, fastest) };
    },
    // Measured at this quality and effort alone; efforts 3 and 4 hardly go along.
    quarter: (settings) => {
      const isSlow = Number(settings['effort']) > 5;
      if (byNative(settings) || settings['quality'] === undefined || !lossy(settings) || !isSlow) {
        return null;
      }
      return { ...settings, quality: 60, effort: 5 };
    },
  },
  open: async (settings, resources) => {
    if (byNative(settings)) {
      return (await import('./native.js')).openJxlNative(settings, resources);
    }
    return byVips(settings)
      ? (await import('./vips.js')).openJxlVips(settings, resources)
      : (await import('./jsquash.js')).openJxlJsquash(settings, resources);
  },
};

/** At quality 100 noise and filter would still act on what is coded without loss. */
function isExactAt100(settings: Settings): boolean {
  return !byJsquash(settings) && !settings['photon_noise'] && !settings['epf'];
}
