import { openTurbo, turboVersion } from '#platform/runtimes/ffi/system-turbojpeg.js';
import type { Settings } from '../../base/params.js';
import { imageFormats } from '../../image/format.js';
import { libraryVersion } from '../../runtimes/versions.js';
import type { Codec } from '../codec.js';
import { jpegLimits } from './frame.js';
import { libjpegQuality } from './quality.js';

const ownFeatures = ['mozjpeg', 'trellis', 'overshoot', 'scans', 'quant_table'];

const bySharp = (before: Settings) => before['engine'] === 'sharp';
const byTurbo = (before: Settings) => before['engine'] === 'turbo';
const byWasm = (before: Settings) => before['engine'] === 'wasm';
const ownChoice = (before: Settings) => before['mozjpeg'] !== true;
const sharpsChoice = (before: Settings) => bySharp(before) && ownChoice(before);

/** Of the decoder and encoder in wasm/: raised where its samples or bytes change. */
const wasmVersion = '1';

/** What sharp can write. */
const sharpsChroma = ['4:2:0', '4:4:4'];

/**
 * JPEG, ITU-T T.81 (baseline and progressive). Engine `turbo` is the system's libjpeg-turbo, `wasm` the
 * decoder and encoder of this project, `sharp` the mozjpeg that sharp carries. With trellis, overshoot, scans and quant_table at their
 * defaults it runs in mozjpeg's profile JCP_FASTEST, in which all of its own features are off and
 * the file is the one libjpeg and libjpeg-turbo make, less the 18 bytes of the JFIF header, which
 * sharp leaves out.
 */
export const jpeg: Codec = {
  id: 'jpeg',
  title: 'JPEG',
  kind: 'lossy',
  format: imageFormats.jpeg,
  params: {
    engine: {
      type: 'choice',
      values: ['sharp', 'turbo', 'wasm'],
      default: 'sharp',
      meaning: 'the library: mozjpeg in sharp, libjpeg-turbo of the system, or our own in WASM',
    },
    mozjpeg: {
      type: 'boolean',
      default: false,
      applies: bySharp,
      meaning: 'what mozjpeg does by default: trellis, overshoot, scans and quant_table=3',
    },
    chroma: {
      type: 'choice',
      values: ['4:2:0', '4:2:2', '4:4:0', '4:4:4'],
      default: '4:2:0',
      meaning: 'chroma subsampling; sharp has 4:2:0 and 4:4:4',
    },
    trellis: {
      type: 'boolean',
      default: false,
      applies: sharpsChoice,
      meaning: 'trellis quantisation; Huffman tables are optimised with it',
    },
    overshoot: {
      type: 'boolean',
      default: false,
      applies: sharpsChoice,
      meaning: 'overshoot deringing at black and white edges',
    },
    scans: {
      type: 'boolean',
      default: false,
      applies: sharpsChoice,
      meaning: 'search for the smallest progressive scan script',
    },
    quant_table: {
      type: 'integer',
      min: 0,
      max: 8,
      default: 0,
      applies: sharpsChoice,
      meaning: "one of mozjpeg's quantisation tables, 0 is that of the standard's annex K",
    },
    progressive: {
      type: 'boolean',
      default: false,
      applies: (before) => ownChoice(before) && before['scans'] !== true && !byWasm(before),
      meaning: 'progressive scans; Huffman tables are optimised with them',
    },
    optimise: {
      type: 'boolean',
      default: true,
      applies: (before) =>
        ownChoice(before) &&
        before['trellis'] !== true &&
        before['scans'] !== true &&
        before['progressive'] !== true,
      meaning: 'Huffman tables made for the picture instead of the default ones',
    },
    quality: libjpegQuality,
  },
  accepts: () => ({ channels: [1, 3], depths: [8] }),
  limits: () => jpegLimits,
  lossless: () => false,
  engine: (settings) => {
    const own = ownFeatures.some((name) => settings[name]);
    if (byTurbo(settings)) {
      return { name: 'libjpeg-turbo', version: turboVersion(), runtime: 'ffi' };
    }
    if (byWasm(settings)) return { name: 'paretobench', version: wasmVersion, runtime: 'wasm' };
    return {
      name: own ? 'mozjpeg' : 'mozjpeg with its features off',
      version: libraryVersion('sharp', 'mozjpeg'),
      runtime: 'native',
    };
  },
  available: async (settings) => {
    if (byTurbo(settings)) {
      const found = openTurbo();
      return 'library' in found || found.missing;
    }
    if (byWasm(settings)) return true;
    const chroma = String(settings['chroma'] ?? sharpsChroma[0]);
    return (
      sharpsChroma.includes(chroma) ||
      `sharp has no chroma=${chroma}: name engine=turbo or engine=wasm`
    );
  },
  open: async (settings, resources) => {
    if (byTurbo(settings)) {
      return (await import('./turbo.js')).openJpegTurbo(settings, resources);
    }
    if (byWasm(settings)) return (await import('./own.js')).openJpegWasm(settings, resources);
    return (await import('./sharp.js')).openJpegSharp(settings, resources);
  },
};
