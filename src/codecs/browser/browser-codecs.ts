import { hostVersion } from '#platform/base/host.js';
import type { Engine } from '../../base/engine.js';
import { type Params, resolveSettings, type Settings } from '../../base/params.js';
import { type FileFormat, imageFormats } from '../../image/format.js';
import { avif } from '../avif.js';
import type { Codec, CodecSession } from '../codec.js';
import { jxlFormat } from '../jxl/format.js';
import { jxl } from '../jxl/jxl.js';
import { canvasAvailable, decodeByBitmap, encodeByCanvas } from './canvas.js';

// What a browser itself encodes and decodes, as codecs of their own: only a page can run them. Pictures
// are opaque RGB of 8 bit, since a canvas multiplies colours by alpha.

const accepts: Codec['accepts'] = () => ({ channels: [3], depths: [8] });
const limits = () => ({ side: 16_384 });
const available: Codec['available'] = async () => canvasAvailable();

/** The browser by its engine and version, as its user agent tells them. */
function browserEngine(): Engine {
  const [, name = 'unknown', version = 'unknown'] = /^(\S+) (\S+)$/.exec(hostVersion()) ?? [];
  return { name, version, runtime: 'native' };
}

const quality = (fallback: number): Params => ({
  quality: {
    type: 'integer',
    min: 1,
    max: 100,
    default: fallback,
    sweep: [1, 10, 30, 50, 65, 75, 85, 95],
    meaning: 'quality of convertToBlob, times 100',
  },
});

/** A codec whose files the browser encodes and decodes. */
function byCanvas(facts: {
  readonly id: string;
  readonly title: string;
  readonly format: FileFormat;
  readonly type: string;
  readonly params: Params;
}): Codec {
  const { id, title, format, type, params } = facts;
  const isLossless = !('quality' in params);
  return {
    ...{ id, title, format, params, accepts, limits, available },
    kind: isLossless ? 'lossless' : 'lossy',
    lossless: () => isLossless,
    engine: browserEngine,
    open: async (settings, { maxPixels }): Promise<CodecSession> => ({
      encode: (image, clock) =>
        encodeByCanvas(
          image,
          type,
          isLossless ? undefined : Number(settings['quality']) / 100,
          clock,
        ),
      decode: (bytes, clock) => decodeByBitmap(bytes, type, maxPixels, clock),
      close: async () => undefined,
    }),
  };
}

/** A codec whose files a codec in WASM encodes, and the browser decodes. */
function byDecoder(facts: {
  readonly id: string;
  readonly title: string;
  readonly format: FileFormat;
  readonly type: string;
  readonly encoder: Codec;
  readonly settingsOf: (settings: Settings) => Readonly<Record<string, string | number>>;
  readonly params: Params;
}): Codec {
  const { id, title, format, type, encoder, settingsOf, params } = facts;
  const full = (settings: Settings): Settings =>
    resolveSettings(encoder.id, encoder.params, settingsOf(settings));
  return {
    ...{ id, title, format, params, accepts, limits, available },
    kind: 'lossy',
    lossless: () => false,
    engine(settings) {
      const [coder, own] = [encoder.engine(full(settings)), browserEngine()];
      return {
        name: `${coder.name}, ${own.name}`,
        version: `${coder.version}, ${own.version}`,
        runtime: 'native',
      };
    },
    open: async (settings, resources): Promise<CodecSession> => {
      const session = await encoder.open(full(settings), resources);
      return {
        encode: (image, clock) => session.encode(image, clock),
        decode: (bytes, clock) => decodeByBitmap(bytes, type, resources.maxPixels, clock),
        close: () => session.close(),
      };
    },
  };
}

export const browserJpeg = byCanvas({
  id: 'browser-jpeg',
  title: 'JPEG of the browser',
  format: imageFormats.jpeg,
  type: 'image/jpeg',
  params: quality(92),
});

export const browserWebp = byCanvas({
  id: 'browser-webp',
  title: 'WebP of the browser',
  format: imageFormats.webp,
  type: 'image/webp',
  params: quality(80),
});

export const browserPng = byCanvas({
  id: 'browser-png',
  title: 'PNG of the browser',
  format: imageFormats.png,
  type: 'image/png',
  params: {},
});

/** AVIF by libaom in WASM, decoded by the browser. */
export const browserAvif = byDecoder({
  id: 'browser-avif',
  title: 'AVIF, decoded by the browser',
  format: imageFormats.avif,
  type: 'image/avif',
  encoder: avif,
  settingsOf: ({ quality }) => ({ engine: 'wasm', speed: 8, quality: Number(quality) }),
  params: quality(50),
});

/** JPEG XL by libjxl in WASM, decoded by the browser where it can. */
export const browserJxl = byDecoder({
  id: 'browser-jxl',
  title: 'JPEG XL, decoded by the browser',
  format: jxlFormat,
  type: 'image/jxl',
  encoder: jxl,
  settingsOf: ({ quality }) => ({ engine: 'jsquash', effort: 3, quality: Number(quality) }),
  params: quality(75),
});
