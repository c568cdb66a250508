import type { Settings } from '../../base/params.js';
import { imageFormats } from '../../image/format.js';
import { libraryVersion } from '../../runtimes/versions.js';
import type { Codec } from '../codec.js';
import { jpegLimits } from './frame.js';
import { libjpegQuality } from './quality.js';

/**
 * JPEG by mozjpeg (in sharp) as it runs by default, each of its features to be switched off: what
 * `jpeg:mozjpeg=true` writes. Files are ITU-T T.81 like any other.
 */
export const mozjpeg: Codec = {
  id: 'mozjpeg',
  title: 'JPEG by mozjpeg',
  kind: 'lossy',
  format: imageFormats.jpeg,
  params: {
    chroma: {
      type: 'choice',
      values: ['4:2:0', '4:4:4'],
      default: '4:2:0',
      meaning: 'chroma subsampling',
    },
    trellis: { type: 'boolean', default: true, meaning: 'trellis quantisation' },
    overshoot: {
      type: 'boolean',
      default: true,
      meaning: 'overshoot deringing at black and white edges',
    },
    scans: {
      type: 'boolean',
      default: true,
      meaning: 'search for the smallest progressive scan script',
    },
    quant_table: {
      type: 'integer',
      min: 0,
      max: 8,
      default: 3,
      meaning: "one of mozjpeg's quantisation tables; 0 is that of the standard's annex K",
    },
    progressive: {
      type: 'boolean',
      default: true,
      applies: (before: Settings) => before['scans'] !== true,
      meaning: 'progressive scans',
    },
    quality: libjpegQuality,
  },
  accepts: () => ({ channels: [1, 3], depths: [8] }),
  limits: () => jpegLimits,
  lossless: () => false,
  engine: () => ({
    name: 'mozjpeg',
    version: libraryVersion('sharp', 'mozjpeg'),
    runtime: 'native',
  }),
  available: async () => true,
  open: async (settings, resources) => {
    const { openJpegSharp } = await import('./sharp.js');
    return openJpegSharp({ ...settings, optimise: true }, resources);
  },
};
