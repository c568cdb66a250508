import type { Settings } from '../../base/params.js';
import type { Raster } from '../../image/raster.js';
import type { OpenjphOptions } from '../../runtimes/wasm/openjph.js';
import type { Codec } from '../codec.js';
import { progressionOrders } from './codestream.js';
import { jphFormat } from './formats.js';

const lossy = (before: Settings) => before['lossless'] !== true;

/** The OpenJPH inside the package, as it tells itself. */
const version = '0.31.0';

/**
 * High-Throughput JPEG 2000 by OpenJPH (WASM), ISO/IEC 15444-15: a JPH file with one tile and one
 * quality layer, and the multiple component transform for colour. Lossy coding is by the 9/7 wavelet,
 * lossless by 5/3.
 *
 * There is no rate control: `step` is the quantisation step of the wavelet's coefficients, relative to
 * the range of the samples, and a smaller one is better and larger.
 */
export const htj2k: Codec = {
  id: 'htj2k',
  title: 'High-Throughput JPEG 2000',
  kind: 'lossy',
  format: jphFormat,
  params: {
    lossless: { type: 'boolean', default: false, meaning: 'lossless coding' },
    levels: { type: 'integer', min: 0, max: 8, default: 5, meaning: 'wavelet decompositions' },
    block: { type: 'choice', values: ['32', '64'], default: '64', meaning: 'side of a code-block' },
    order: {
      type: 'choice',
      values: progressionOrders,
      default: 'RPCL',
      meaning: 'progression order of layer, resolution, component and position',
    },
    step: {
      type: 'number',
      min: 0.001,
      max: 0.5,
      default: 0.02,
      sweep: [0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.035, 0.025, 0.02, 0.015, 0.01, 0.007, 0.005],
      applies: lossy,
      meaning: 'quantisation step: a smaller one is better and larger',
    },
  },
  accepts: () => ({ channels: [1, 3, 4], depths: [8] }),
  limits: () => ({ side: 2 ** 32 - 1 }),
  lossless: ({ lossless }) => lossless === true,
  engine: () => ({ name: 'openjph', version, runtime: 'wasm' }),
  available: async () => true,
  open: async (settings, resources) => {
    const { openOpenjph } = await import('../../runtimes/wasm/openjph.js');
    const { jp2Session } = await import('./session.js');
    const options = optionsOf(settings);
    const { encode, ...openjph } = await openOpenjph();
    const coder = { ...openjph, encode: (image: Raster) => encode(image, options) };
    return jp2Session(jphFormat, coder, resources);
  },
};

function optionsOf({ lossless, levels, block, order, step }: Settings): OpenjphOptions {
  return {
    step: lossless === true ? null : Number(step),
    levels: Number(levels),
    block: Number(block),
    order: progressionOrders.indexOf(String(order)),
  };
}
