import type { WebpOptions } from 'sharp';
import type { Settings } from '../params.js';
import { libraryVersion } from '../runtimes/versions.js';
import type { Codec } from './codec.js';

const lossy = (before: Settings) =>
  before['lossless'] !== true && before['near_lossless'] === undefined;

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
  extension: 'webp',
  params: {
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
  lossless: ({ lossless, exact }) => lossless === true && exact === true,
  engine: () => ({ name: 'libwebp', version: libraryVersion('sharp', 'webp'), runtime: 'native' }),
  available: async () => true,
  open: async (settings, resources) => {
    const { openSharp } = await import('./sharpsession.js');
    const options = optionsOf(settings);
    return openSharp('webp', resources, (source) => source.webp(options));
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
