import type { Settings } from '../../base/params.js';
import { decodeLimitSeconds } from '../../base/time-limit.js';
import { checkPixels } from '../../image/pixels.js';
import { rasterOf } from '../../runtimes/samples.js';
import { readJpegls } from '../../runtimes/wasm/jpegls-file.js';
import type { Codec } from '../codec.js';
import { requireFormat } from '../formats.js';
import { colourTransforms, decorrelate, markTransform } from './colour.js';
import { jpeglsFormat } from './format.js';

const interleaves = ['line', 'sample', 'none'] as const;

/** The CharLS inside the package, as it tells itself. */
const version = '2.4.4';

/**
 * JPEG-LS by CharLS (WASM), ITU-T T.87: prediction, contexts and Golomb codes, lossless or with no
 * sample off by more than `near`.
 *
 * The standard codes RGB as it is. `transform` decorrelates the colours before, as Hewlett-Packard's
 * implementation does and tells in the file; other decoders show the colours of such a file wrong.
 */
export const jpegls: Codec = {
  id: 'jpegls',
  title: 'JPEG-LS',
  kind: 'lossy',
  format: jpeglsFormat,
  params: {
    lossless: { type: 'boolean', default: false, meaning: 'lossless coding, the same as near=0' },
    interleave: {
      type: 'choice',
      values: interleaves,
      default: 'line',
      meaning: 'how the colours follow each other: line by line, sample by sample, in planes',
    },
    transform: {
      type: 'choice',
      values: colourTransforms,
      default: 'none',
      applies: (before) => before['lossless'] === true && before['interleave'] !== 'none',
      meaning: "HP's transform of the colours; no part of the standard",
    },
    near: {
      type: 'integer',
      min: 0,
      max: 7,
      default: 2,
      sweep: [7, 6, 5, 4, 3, 2, 1],
      applies: (before) => before['lossless'] !== true,
      meaning: 'the largest error of a sample, at its own depth; 0 is lossless',
    },
  },
  accepts: () => ({ channels: [1, 3], depths: [8, 16] }),
  limits: () => ({ side: 65_535 }),
  lossless: ({ lossless, near }) => lossless === true || near === 0,
  engine: () => ({ name: 'charls', version, runtime: 'wasm' }),
  available: async () => true,
  open: async (settings, { maxPixels }) => {
    const { openCharls } = await import('../../runtimes/wasm/charls.js');
    const charls = await openCharls();
    return {
      async encode(image, clock) {
        const { near, interleave, transform } = readSettings(settings);
        const plain = transform === 'none' || image.channels === 1;
        const shown = plain ? image : clock.stage('prepare', () => decorrelate(image, transform));
        const options = { near, interleave };
        const bytes = await clock.stage('encode', () => charls.encode(shown, options));
        if (bytes === null) return clock.stage('encode', () => charls.encodeRoomy(image, near));
        return plain ? bytes : clock.stage('store', () => markTransform(bytes, transform));
      },
      async decode(bytes, clock) {
        requireFormat(bytes, jpeglsFormat);
        const { width, height } = clock.stage('parse', () => readJpegls(bytes));
        checkPixels(width, height, maxPixels);
        const samples = await clock.stage('decode', () =>
          charls.decode(bytes, decodeLimitSeconds(width * height)),
        );
        return clock.stage('finish', () => rasterOf({ ...samples, width, height }));
      },
      close: async () => charls.close(),
    };
  },
};

function readSettings({ lossless, near, interleave, transform }: Settings) {
  return {
    near: lossless === true ? 0 : Number(near),
    interleave: interleaves.find((each) => each === interleave) ?? 'line',
    transform: String(transform ?? 'none'),
  };
}
