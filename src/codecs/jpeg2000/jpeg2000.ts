import type { Settings } from '../../base/params.js';
import type { Raster } from '../../image/raster.js';
import type { OpenjpegOptions } from '../../runtimes/wasm/openjpeg.js';
import type { Codec } from '../codec.js';
import { progressionOrders } from './codestream.js';
import { jp2Format } from './formats.js';

const lossy = (before: Settings) => before['lossless'] !== true;

/** The OpenJPEG inside the package, as it tells itself. */
const version = '2.5.4';

/**
 * JPEG 2000 by OpenJPEG (WASM), ISO/IEC 15444-1: a JP2 file with one tile, code-blocks of 64x64, and
 * the multiple component transform for RGB.
 *
 * `ratio` is the compression ratio aimed at: bits of the samples by bits of the codestream. Rate
 * control cuts the codestream off at it, to a few bytes. Lossy coding is by the 9/7 wavelet, or by the
 * reversible 5/3 cut off, which is what FFmpeg and opj_compress do unless told.
 */
export const jpeg2000: Codec = {
  id: 'jpeg2000',
  title: 'JPEG 2000',
  kind: 'lossy',
  format: jp2Format,
  params: {
    lossless: { type: 'boolean', default: false, meaning: 'lossless coding: 5/3, nothing cut off' },
    wavelet: {
      type: 'choice',
      values: ['9/7', '5/3'],
      default: '9/7',
      applies: lossy,
      meaning: 'the irreversible or the reversible wavelet',
    },
    levels: {
      type: 'integer',
      min: 0,
      max: 8,
      default: 5,
      meaning: 'wavelet decompositions, fewer where a side of the picture is below 2^levels',
    },
    layers: {
      type: 'integer',
      min: 1,
      max: 10,
      default: 1,
      meaning: 'quality layers, each of half the compression ratio of the one before',
    },
    order: {
      type: 'choice',
      values: progressionOrders,
      default: 'LRCP',
      meaning: 'progression order of layer, resolution, component and position',
    },
    ratio: {
      type: 'number',
      min: 1.5,
      max: 1000,
      default: 8,
      sweep: [200, 150, 100, 70, 50, 35, 25, 20, 15, 10, 8, 5],
      applies: lossy,
      meaning: 'compression ratio: 20 makes 1.2 bits per pixel of RGB of 8 bit',
    },
  },
  accepts: () => ({ channels: [1, 3], depths: [8] }),
  limits: () => ({ side: 2 ** 32 - 1 }),
  lossless: ({ lossless }) => lossless === true,
  engine: () => ({ name: 'openjpeg', version, runtime: 'wasm' }),
  available: async () => true,
  open: async (settings, resources) => {
    const { openOpenjpeg } = await import('../../runtimes/wasm/openjpeg.js');
    const { jp2Session } = await import('./session.js');
    const { encode, ...openjpeg } = await openOpenjpeg();
    const coder = {
      ...openjpeg,
      encode: (image: Raster) => encode(image, optionsOf(settings, image)),
    };
    return jp2Session(jp2Format, coder, resources);
  },
};

function optionsOf(settings: Settings, { width, height }: Raster): OpenjpegOptions {
  const { lossless, wavelet, levels, layers, order, ratio } = settings;
  const last = lossless === true ? 1 : Number(ratio);
  return {
    reversible: lossless === true || wavelet === '5/3',
    // OpenJPEG refuses more, and the instance that has refused may never end its next work.
    levels: Math.min(Number(levels), Math.floor(Math.log2(Math.min(width, height)))),
    order: progressionOrders.indexOf(String(order)),
    ratios: Array.from({ length: Number(layers) }, (_, i) => last * 2 ** (Number(layers) - 1 - i)),
  };
}
