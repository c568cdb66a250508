import { WorkError } from '../../base/errors.js';
import { decodeLimitSeconds } from '../../base/time-limit.js';
import { convert } from '../../image/convert.js';
import type { ColourSpace } from '../../image/files/colour/space.js';
import { toSrgb } from '../../image/files/colour/to-srgb.js';
import { power } from '../../image/files/colour/transfer.js';
import { dropAlpha } from '../../image/opaque.js';
import { checkPixels } from '../../image/pixels.js';
import { createRaster } from '../../image/raster.js';
import type { Codec } from '../codec.js';
import { requireFormat } from '../formats.js';
import { qoiFormat } from './format.js';

/** The commit of phoboslab/qoi that icodec 0.6.0 is built from. */
const version = '0190209 (September 2024)';

/** What the colour space 1 of the header says: all channels linear. */
const linear: ColourSpace = { curves: [power(1)], mix: null };

/** Where the header has the number of channels; behind it stand the colour space and the pixels. */
const channelsAt = 12;

/**
 * QOI by its reference implementation (icodec, WASM): lossless, for speed. The Quite OK Image Format,
 * specification of 2022-01-05.
 *
 * icodec codes RGBA only. The pixels of an opaque picture are the same bytes in a file of RGB, so that
 * the number of channels in the header is all that is set here.
 */
export const qoi: Codec = {
  id: 'qoi',
  title: 'QOI',
  kind: 'lossless',
  format: qoiFormat,
  params: {},
  accepts: () => ({ channels: [3, 4], depths: [8] }),
  // The reference decoder's own bound.
  limits: () => ({ pixels: 400_000_000 }),
  lossless: () => true,
  engine: () => ({ name: 'qoi', version, runtime: 'wasm' }),
  available: async () => true,
  open: async (_settings, { maxPixels }) => {
    const { openIcodec } = await import('../../runtimes/wasm/icodec.js');
    const coder = await openIcodec('qoi');
    return {
      async encode(image, clock) {
        const { width, height, data } = clock.stage('prepare', () =>
          convert(image, { channels: 4, depth: 8 }),
        );
        const rgba = new Uint8Array(data.buffer, data.byteOffset, data.length);
        const bytes = await clock.stage('encode', () =>
          coder.encode({ width, height, depth: 8, data: rgba }, {}),
        );
        bytes[channelsAt] = image.channels;
        return bytes;
      },
      async decode(bytes, clock) {
        requireFormat(bytes, qoiFormat);
        const { width, height, channels, isLinear } = clock.stage('parse', () => readHeader(bytes));
        checkPixels(width, height, maxPixels);
        const { data } = await clock.stage('decode', () =>
          coder.decode(bytes, decodeLimitSeconds(width * height)),
        );
        const image = createRaster({ width, height, channels: 4, depth: 8, data });
        return clock.stage('finish', () => {
          const stored = channels === 4 ? image : dropAlpha(image);
          return isLinear ? toSrgb(stored, linear) : stored;
        });
      },
      close: async () => coder.close(),
    };
  },
};

function readHeader(bytes: Uint8Array) {
  // The reference decoder makes pictures of files without their end: seven zeros and a one.
  const end = bytes.subarray(-8).join('');
  if (bytes.length < 22 || end !== '00000001') {
    throw new WorkError('QOI file is cut short: it has no end marker');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(4), view.getUint32(8)];
  const channels = bytes[channelsAt]!;
  if (width === 0 || height === 0 || (channels !== 3 && channels !== 4)) {
    throw new WorkError(
      `QOI file holds ${width}x${height} of ${channels} channels; expected a picture of 3 or 4`,
    );
  }
  return { width, height, channels, isLinear: bytes[channelsAt + 1] === 1 };
}
