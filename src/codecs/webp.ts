import type { WebpOptions } from 'sharp';
import type { Settings } from '../base/params.js';
import { imageFormats } from '../image/format.js';
import { libraryVersion } from '../runtimes/versions.js';
import type { Codec } from './codec.js';

const byWasm = (before: Settings) => before['engine'] === 'wasm';
const lossy = (before: Settings) =>
  before['lossless'] !== true && before['near_lossless'] === undefined;

/** The libwebp that icodec 0.6.0 is built from. */
const wasmVersion = '1.4.0';

/** Compression effort of the lossless coder on top of `effort`; cwebp's default. */
const losslessQuality = 75;

const presets = ['default', 'photo', 'picture', 'drawing', 'icon', 'text'] as const;

/**
 * WebP by libwebp (sharp): lossy (VP8, always 4:2:0), lossless (VP8L) or near-lossless (VP8L after
 * a reduction of low bits). RFC 9649.
 *
 * `near_lossless` acts in five steps: 1..19, 20..39, 40..59, 60..79, 80..99, the last nearest to
 * the original. It changes the colour of transparent pixels too: libwebp switches the reduction of
 * low bits off, silently, when it is told to be exact.
 */
export const webp: Codec = {
  id: 'webp',
  title: 'WebP',
  kind: 'lossy',
  format: imageFormats.webp,
  params: {
    engine: {
      type: 'choice',
      values: ['sharp', 'wasm'],
      default: 'sharp',
      meaning: 'the build of libwebp: native in sharp, or in WASM',
    },
    lossless: { type: 'boolean', default: false, meaning: 'lossless coding' },
    near_lossless: {
      type: 'integer',
      min: 1,
      max: 99,
      default: null,
      sweep: [1, 20, 40, 60, 80],
      applies: (before) => before['lossless'] !== true,
      meaning: 'lossless coding of a picture whose low bits were reduced; five levels',
    },
    exact: {
      type: 'boolean',
      default: true,
      applies: (before) => before['lossless'] === true,
      meaning: 'keep the colour of fully transparent pixels',
    },
    effort: {
      type: 'integer',
      min: 0,
      max: 6,
      default: 4,
      meaning: "libwebp's method: 0 fastest, 6 smallest",
    },
    smart_subsample: {
      type: 'boolean',
      default: false,
      applies: lossy,
      meaning: 'sharp chroma downsampling',
    },
    smart_deblock: {
      type: 'boolean',
      default: false,
      applies: lossy,
      meaning: 'search for the strength of the deblocking filter',
    },
    alpha_quality: {
      type: 'integer',
      min: 0,
      max: 100,
      default: 100,
      applies: lossy,
      meaning: 'quality of the alpha plane, 100 lossless',
    },
    preset: {
      type: 'choice',
      values: presets,
      default: 'default',
      applies: lossy,
      meaning: 'filter and noise shaping for a kind of picture',
    },
    quality: {
      type: 'integer',
      min: 1,
      max: 100,
      default: 75,
      sweep: [1, 5, 15, 30, 45, 60, 75, 85, 90, 95],
      applies: lossy,
      meaning: "libwebp's quality",
    },
  },
  accepts: () => ({ channels: [3, 4], depths: [8] }),
  limits: () => ({ side: 16_383 }),
  lossless: ({ lossless, exact }) => lossless === true && exact === true,
  engine: (settings) =>
    byWasm(settings)
      ? { name: 'libwebp', version: wasmVersion, runtime: 'wasm' }
      : { name: 'libwebp', version: libraryVersion('sharp', 'webp'), runtime: 'native' },
  available: async () => true,
  open: async (settings, resources) => {
    if (byWasm(settings)) {
      const { openIcodecSession } = await import('./icodec-session.js');
      return openIcodecSession('webp', resources, wasmOptionsOf(settings));
    }
    const { openSharp } = await import('./sharp-session.js');
    const options = optionsOf(settings);
    return openSharp(imageFormats.webp, resources, (source) => source.webp(options));
  },
};

function optionsOf(settings: Settings): WebpOptions {
  const effort = Number(settings['effort']);
  if (settings['lossless'] === true) {
    const exact = settings['exact'] === true;
    return { lossless: true, quality: losslessQuality, effort, exact };
  }
  // sharp's `quality` is the level here; the lossless coder's own effort stays at libwebp's 75.
  if (settings['near_lossless'] !== undefined) {
    return { nearLossless: true, quality: Number(settings['near_lossless']), effort };
  }
  return {
    effort,
    quality: Number(settings['quality']),
    smartSubsample: settings['smart_subsample'] === true,
    smartDeblock: settings['smart_deblock'] === true,
    alphaQuality: Number(settings['alpha_quality']),
    preset: presets.find((preset) => preset === settings['preset']) ?? 'default',
  };
}

/**
 * What libwebp's presets set (config_enc.c): icodec offers the settings, not the presets. The dithering of
 * `photo` has no effect by way of sharp and is left out.
 */
const presetOptions: Readonly<Record<string, object>> = {
  default: {},
  photo: { snsStrength: 80, filterSharpness: 3, filterStrength: 30 },
  picture: { snsStrength: 80, filterSharpness: 4, filterStrength: 35 },
  drawing: { snsStrength: 25, filterSharpness: 6, filterStrength: 10 },
  icon: { snsStrength: 0, filterStrength: 0 },
  text: { snsStrength: 0, filterStrength: 0, segments: 2 },
};

/** The same settings in icodec's names; it must be given all of them. */
function wasmOptionsOf(settings: Settings): object {
  const { lossless, near_lossless: near, quality, effort, preset } = settings;
  const exactly = lossless === true || near !== undefined;
  return {
    lossless: exactly,
    nearLossless: near === undefined ? 100 : Number(near),
    quality: exactly ? losslessQuality : Number(quality),
    method: Number(effort),
    exact: settings['exact'] === true,
    sharpYUV: settings['smart_subsample'] === true,
    autofilter: settings['smart_deblock'] === true,
    alphaQuality: exactly ? 100 : Number(settings['alpha_quality']),
    targetSize: 0,
    targetPSNR: 0,
    snsStrength: 50,
    filterStrength: 60,
    filterSharpness: 0,
    filterType: true,
    segments: 4,
    pass: 1,
    preprocessing: 0,
    partitionLimit: 0,
    alphaCompression: 1,
    alphaFiltering: 1,
    emulateJpegSize: false,
    lowMemory: false,
    partitions: 0,
    showCompressed: 0,
    imageHint: 0,
    threadLevel: 0,
    useDeltaPalette: 0,
    ...presetOptions[String(preset)],
  };
}
