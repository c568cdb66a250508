import { assetUrl } from '#platform/runtimes/wasm/asset.js';
import { messageOf } from '../../base/errors.js';
import type { Raster } from '../../image/raster.js';
import type { Samples } from '../samples.js';
import {
  decodePixels,
  encodePixels,
  type PixelDecoder,
  type PixelEncoder,
  type Pixels,
} from './cornerstone.js';
import { type EmscriptenGlue, openWasmLibrary } from './emscripten.js';
import { keepScans } from './jpegls-scans.js';

/** What the encoder of @cornerstonejs/codec-charls takes. */
export interface CharlsOptions {
  /** The largest error of a sample; 0 is lossless. */
  readonly near: number;
  /** How the components of a colour picture follow each other. */
  readonly interleave: Interleave;
}

/** A picture, and where its samples use less than its depth, how many bits: at least 2. */
export type CharlsImage = Raster & { readonly bits?: number };

export type Interleave = 'none' | 'line' | 'sample';

/** CharLS in WASM memory of its own. */
export interface Charls {
  /** A JPEG-LS file of a grey or RGB picture; null where CharLS has taken too little room for it. */
  encode(image: CharlsImage, options: CharlsOptions): Promise<Uint8Array | null>;
  /** The same with room for twice the samples, for what cannot be compressed; not interleaved. */
  encodeRoomy(image: CharlsImage, near: number): Promise<Uint8Array>;
  /** Throws a WorkError for a broken file, and after `limitSeconds`. */
  decode(bytes: Uint8Array, limitSeconds: number): Promise<Samples>;
  close(): void;
}

interface Encoder extends PixelEncoder {
  setNearLossless(near: number): void;
  setInterleaveMode(mode: number): void;
}

interface Decoder extends PixelDecoder {
  decode(): void;
  getInterleaveMode(): number;
}

interface Module {
  readonly JpegLSEncoder: new () => Encoder;
  readonly JpegLSDecoder: new () => Decoder;
}

/** In the library's numbering. */
const modes: readonly Interleave[] = ['none', 'line', 'sample'];

/** Compiles the CharLS of @cornerstonejs/codec-charls, once for a process. */
export async function openCharls(): Promise<Charls> {
  const { default: glue } = await import('@cornerstonejs/codec-charls/wasmjs');
  const library = await openWasmLibrary<Module>({
    name: 'CharLS',
    wasm: assetUrl('@cornerstonejs/codec-charls/wasm'),
    glue: glue as EmscriptenGlue,
  });
  const encode = (image: Pixels, { near, interleave }: CharlsOptions) =>
    library.run((module) => {
      const encoder = new module.JpegLSEncoder();
      encoder.setNearLossless(near);
      encoder.setInterleaveMode(image.channels === 1 ? 0 : modes.indexOf(interleave));
      return encodePixels(encoder, image);
    });
  return {
    async encode(image, options) {
      try {
        return await encode(options.interleave === 'none' ? planar(image) : image, options);
      } catch (error) {
        if (/destination buffer is too small/.test(messageOf(error))) return null;
        throw error;
      }
    },
    async encodeRoomy(image, near) {
      // CharLS takes as much room as the samples have: planes of zeros make more, and are cut off.
      const { data, ...layout } = planar(image);
      const doubled = new (data instanceof Uint8Array ? Uint8Array : Uint16Array)(2 * data.length);
      doubled.set(data);
      const pixels = { ...layout, channels: 2 * image.channels, data: doubled };
      return keepScans(await encode(pixels, { near, interleave: 'none' }), image.channels);
    },
    decode: (bytes, limitSeconds) =>
      library.run((module) => {
        let mode = 0;
        const samples = decodePixels(new module.JpegLSDecoder(), bytes, limitSeconds, (decoder) => {
          decoder.decode();
          mode = decoder.getInterleaveMode();
        });
        return mode === 0 ? interleaved(samples) : samples;
      }),
    close: () => library.close(),
  };
}

/** Sample by sample to plane by plane. */
function planar(image: CharlsImage): Pixels {
  const { channels, data } = image;
  if (channels === 1) return image;
  const size = data.length / channels;
  const planes = data.slice();
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < size; i++) planes[c * size + i] = data[i * channels + c]!;
  }
  return { ...image, data: planes };
}

/** Plane by plane to sample by sample. */
function interleaved(samples: Samples): Samples {
  const { components, bits, data } = samples;
  if (components === 1) return samples;
  const bytes = bits > 8 ? 2 : 1;
  const size = data.length / components;
  const result = new Uint8Array(data.length);
  for (let c = 0; c < components; c++) {
    for (let i = 0; i < size; i++) {
      const pixel = Math.floor(i / bytes);
      result[(pixel * components + c) * bytes + (i % bytes)] = data[c * size + i]!;
    }
  }
  return { ...samples, data: result };
}
