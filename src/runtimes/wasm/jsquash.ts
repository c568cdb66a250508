import { assetUrl } from '#platform/runtimes/wasm/asset.js';
import { WorkError } from '../../base/errors.js';
import { withTimeLimit } from '../../base/time-limit.js';
import { createRaster, type Raster } from '../../image/raster.js';
import { type EmscriptenGlue, openWasmLibrary, type WasmLibrary } from './emscripten.js';

/** Options of the encoder in @jsquash/jxl; all of them must be given. */
export interface JsquashOptions {
  readonly effort: number;
  /** 0..100, may be a fraction. */
  readonly quality: number;
  readonly progressive: boolean;
  /** Edge-preserving filter 0..3, -1 for the encoder's choice. */
  readonly epf: number;
  readonly lossyPalette: boolean;
  readonly decodingSpeedTier: number;
  readonly photonNoiseIso: number;
  readonly lossyModular: boolean;
  readonly lossless: boolean;
}

/** An encoder and a decoder in WASM memory of their own. */
export interface Jsquash {
  /** `rgba` is height x width x 4, 8 bit. */
  encode(
    rgba: Uint8Array,
    width: number,
    height: number,
    options: JsquashOptions,
  ): Promise<Uint8Array>;
  /**
   * An RGBA picture of 8 bit. Throws a WorkError for a broken file, and after `limitSeconds`: this
   * old libjxl runs for ever on some broken files.
   */
  decode(bytes: Uint8Array, limitSeconds: number): Promise<Raster>;
  /** Lets the instances go, and with them their memory. */
  close(): void;
}

interface Encoder {
  encode(rgba: Uint8Array, width: number, height: number, options: JsquashOptions): unknown;
}

interface Decoder {
  decode(bytes: Uint8Array): unknown;
}

/** Compiles the WASM modules of @jsquash/jxl, once for a process, and makes instances of them. */
export async function openJsquash(): Promise<Jsquash> {
  const encoder = await open<Encoder>('enc');
  const decoder = await open<Decoder>('dec');
  return {
    encode: (rgba, width, height, options) =>
      encoder.run((module) => {
        const bytes = module.encode(rgba, width, height, options);
        if (bytes instanceof Uint8Array) return bytes;
        throw new WorkError('could not encode', { code: 'engine-failed' });
      }),
    decode: (bytes, limitSeconds) =>
      decoder.run((module) => {
        const decode = () => module.decode(bytes);
        const image = withImageData(() => withTimeLimit(limitSeconds, decode));
        if (!(image instanceof Picture)) {
          throw new WorkError('could not decode', { code: 'broken-bitstream' });
        }
        const { width, height, data } = image;
        const samples = new Uint8Array(data.buffer, data.byteOffset, data.length);
        return createRaster({ width, height, channels: 4, depth: 8, data: samples });
      }),
    close() {
      encoder.close();
      decoder.close();
    },
  };
}

async function open<M extends object>(part: 'enc' | 'dec'): Promise<WasmLibrary<M>> {
  const { default: glue }: { default: EmscriptenGlue } =
    part === 'enc'
      ? await import('@jsquash/jxl/codec/enc/jxl_enc.js')
      : await import('@jsquash/jxl/codec/dec/jxl_dec.js');
  const wasm = assetUrl(`@jsquash/jxl/codec/${part}/jxl_${part}.wasm`);
  return openWasmLibrary<M>({ name: '@jsquash/jxl', wasm, glue, around: withImageData });
}

/** Stands in for the browser's ImageData, which the decoder constructs. */
class Picture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

/** The glue code looks for a global ImageData and leaves one behind; here it lasts for one call. */
function withImageData<T>(work: () => T): T {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'ImageData');
  Object.defineProperty(globalThis, 'ImageData', { value: Picture, configurable: true });
  try {
    return work();
  } finally {
    if (before) Object.defineProperty(globalThis, 'ImageData', before);
    else Reflect.deleteProperty(globalThis, 'ImageData');
  }
}
