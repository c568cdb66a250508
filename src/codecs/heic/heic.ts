import type { Settings } from '../../base/params.js';
import { heifSupport, heifVersion } from '../../runtimes/ffi/libheif.js';
import type { Codec } from '../codec.js';
import { heicFormat } from './format.js';

const lossy = (before: Settings) => before['lossless'] !== true;

/**
 * HEIC (HEVC still picture) by x265 through the system's libheif, decoded by its libde265. ISO/IEC
 * 23008-12 and ITU-T H.265.
 *
 * libheif turns RGB into Y'CbCr of BT.601, full range, and its quality into x265's rate factor,
 * (100 - quality) / 2. Lossless stores the RGB samples themselves (identity matrix) at 4:4:4.
 */
export const heic: Codec = {
  id: 'heic',
  title: 'HEIC (HEVC)',
  kind: 'lossy',
  format: heicFormat,
  params: {
    lossless: { type: 'boolean', default: false, meaning: 'lossless RGB, 8 bit' },
    preset: {
      type: 'choice',
      values: [
        'ultrafast',
        'superfast',
        'veryfast',
        'faster',
        'fast',
        'medium',
        'slow',
        'slower',
        'veryslow',
        'placebo',
      ],
      default: 'slow',
      meaning: "x265's effort, libheif's default",
    },
    tune: {
      type: 'choice',
      values: ['psnr', 'ssim', 'grain', 'fastdecode'],
      default: 'ssim',
      applies: lossy,
      meaning: "what x265 optimises for, libheif's default",
    },
    chroma: {
      type: 'choice',
      values: ['4:2:0', '4:2:2', '4:4:4'],
      default: '4:2:0',
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
    quality: {
      type: 'integer',
      min: 0,
      max: 100,
      default: 50,
      sweep: [5, 10, 20, 30, 40, 50, 60, 70, 80, 90],
      applies: lossy,
      meaning: "libheif's quality",
    },
  },
  accepts: ({ depth }) => ({ channels: [3, 4], depths: (depth ?? '8') === '8' ? [8] : [16] }),
  // libheif decodes no longer ones.
  limits: () => ({ side: 32_767 }),
  lossless: ({ lossless }) => lossless === true,
  engine: () => ({ name: 'x265+libheif', version: heifVersion(), runtime: 'ffi' }),
  available: async () => heifSupport(),
  open: async (settings, resources) => (await import('./session.js')).openHeic(settings, resources),
};
