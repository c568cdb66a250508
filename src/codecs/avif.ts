import type { AvifOptions } from 'sharp';
import type { Settings } from '../base/params.js';
import { imageFormats } from '../image/format.js';
import { createRaster, type Raster } from '../image/raster.js';
import { libraryVersion } from '../runtimes/versions.js';
import type { Codec } from './codec.js';

const byWasm = (before: Settings) => before['engine'] === 'wasm';
const lossy = (before: Settings) => before['lossless'] !== true;

/** The libaom and the libavif that icodec 0.6.0 is built from. */
const wasmVersion = '3.11.0-rc1+1.1.1';

/**
 * AVIF (AV1 still picture) by libaom through libheif, as sharp carries them.
 *
 * `speed` is libavif's scale 0..10, 0 the slowest. libavif hands it to libaom as cpu-used after
 * clamping it to 9 (codec_aom.c: AVIF_CLAMP(speed, 0, 9)), in the all-intra mode that libheif uses
 * too, so 10 runs as 9 there and here. `quality` is libheif's scale, and `tune=iq` what sharp and
 * libheif choose by themselves; both give other bytes than avifenc at the same numbers.
 *
 * With `engine=wasm`, `quality` is libavif's scale and the tuning libaom's own.
 *
 * Chroma is 4:4:4 unless told, as avifenc and sharp have it for RGB pictures. Lossless stores
 * the RGB samples themselves (identity matrix), 8 bit only.
 */
export const avif: Codec = {
  id: 'avif',
  title: 'AVIF',
  kind: 'lossy',
  format: imageFormats.avif,
  params: {
    engine: {
      type: 'choice',
      values: ['sharp', 'wasm'],
      default: 'sharp',
      meaning: 'libaom under libheif in sharp, or under libavif in WASM',
    },
    lossless: { type: 'boolean', default: false, meaning: 'lossless RGB, 8 bit' },
    speed: {
      type: 'integer',
      min: 0,
      max: 10,
      default: 6,
      meaning: "libavif's speed: 0 slowest and smallest; 10 runs as 9",
    },
    chroma: {
      type: 'choice',
      values: ['4:4:4', '4:2:0'],
      default: '4:4:4',
      applies: lossy,
      meaning: 'chroma subsampling',
    },
    depth: {
      type: 'choice',
      values: ['8', '10', '12'],
      default: '8',
      applies: lossy,
      meaning: 'bits per sample in the file',
    },
    tune: {
      type: 'choice',
      values: ['iq', 'ssim', 'psnr'],
      default: 'iq',
      applies: (before) => lossy(before) && !byWasm(before),
      meaning: 'what libaom optimises for; changes what a quality means',
    },
    quality: {
      type: 'integer',
      min: 1,
      max: 100,
      default: 50,
      sweep: [1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95],
      applies: lossy,
      meaning: "libheif's quality, or libavif's",
    },
  },
  accepts: ({ depth }) => ({ channels: [3, 4], depths: deep(depth) ? [16] : [8] }),
  // AV1 has 16 bits for a side; sharp takes no more than HEIC would.
  limits: (settings) => ({ side: byWasm(settings) ? 65_536 : 16_384 }),
  lossless: ({ lossless }) => lossless === true,
  engine: (settings) =>
    byWasm(settings)
      ? { name: 'libaom+libavif', version: wasmVersion, runtime: 'wasm' }
      : {
          name: 'libaom+libheif',
          version: `${libraryVersion('sharp', 'aom')}+${libraryVersion('sharp', 'heif')}`,
          runtime: 'native',
        },
  available: async () => true,
  estimation: {
    // Halved chroma takes a third off the time, and hardly changes what the size goes along with.
    fast: (settings) => ({
      codec: avif,
      settings: {
        ...settings,
        speed: Math.max(9, Number(settings['speed'])),
        ...(lossy(settings) && { chroma: '4:2:0' }),
      },
    }),
  },
  open: async (settings, resources) => {
    if (byWasm(settings)) {
      const { openIcodecSession } = await import('./icodec-session.js');
      const bits = Number(settings['depth'] ?? 8);
      return openIcodecSession('avif', resources, wasmOptionsOf(settings), bits);
    }
    const options = optionsOf(settings);
    const { openSharp } = await import('./sharp-session.js');
    const session = openSharp(imageFormats.avif, resources, (source) => source.avif(options));
    const { depth } = settings;
    if (!deep(depth)) return session;
    return {
      ...session,
      encode: (image, clock) =>
        session.encode(
          clock.stage('prepare', () => narrow(image, Number(depth))),
          clock,
        ),
    };
  },
};

function deep(depth: Settings[string] | undefined): boolean {
  return depth === '10' || depth === '12';
}

function optionsOf(settings: Settings): AvifOptions {
  // libheif's speed and sharp's effort end at 9.
  const effort = 9 - Math.min(9, Number(settings['speed']));
  if (settings['lossless'] === true) return { lossless: true, effort };
  const bits = Number(settings['depth']);
  const { tune } = settings;
  return {
    effort,
    quality: Number(settings['quality']),
    chromaSubsampling: String(settings['chroma']),
    bitdepth: bits === 10 || bits === 12 ? bits : 8,
    tune: tune === 'ssim' || tune === 'psnr' ? tune : 'iq',
  };
}

/** The settings in icodec's names; it must be given all of them. */
function wasmOptionsOf(settings: Settings): object {
  const lossless = settings['lossless'] === true;
  return {
    // libavif stores the samples themselves at quality 100 without subsampling.
    quality: lossless ? 100 : Number(settings['quality']),
    qualityAlpha: lossless ? 100 : -1,
    speed: Number(settings['speed']),
    subsample: settings['chroma'] === '4:2:0' ? 3 : 1,
    autoTiling: false,
    tileColsLog2: 0,
    tileRowsLog2: 0,
    chromaDeltaQ: false,
    sharpness: 0,
    denoiseLevel: 0,
    tune: 0,
    sharpYUV: false,
  };
}

/** Samples rounded to so many bits and shifted up: libvips drops the lower bits without rounding. */
function narrow(image: Raster, bits: number): Raster {
  const shift = 16 - bits;
  const scale = (2 ** bits - 1) / 65535;
  const data = new Uint16Array(image.data.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(image.data[i]! * scale) << shift;
  return createRaster({ ...image, data });
}
