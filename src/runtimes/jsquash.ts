import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, WorkError } from '../errors.js';
import { createRaster, type Raster } from '../image/raster.js';
import { withTimeLimit } from './timelimit.js';
import { compileWasm, instantiateWasm, type WasmInstance } from './wasm.js';

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
}

interface Encoder {
  encode(rgba: Uint8Array, width: number, height: number, options: JsquashOptions): unknown;
}

interface Decoder {
  decode(bytes: Uint8Array): unknown;
}

const folder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@jsquash/jxl/package.json')),
  'codec',
);

/** Compiles the WASM modules of @jsquash/jxl, once for a process, and makes instances of them. */
export async function openJsquash(): Promise<Jsquash> {
  const encoder = await reviving('encoder', async () => (await instantiate('enc')) as Encoder);
  const decoder = await reviving('decoder', async () => (await instantiate('dec')) as Decoder);
  return {
    async encode(rgba, width, height, options) {
      const bytes = await encoder((module) => module.encode(rgba, width, height, options));
      if (!(bytes instanceof Uint8Array)) throw new WorkError('@jsquash/jxl could not encode');
      return bytes;
    },
    async decode(bytes, limitSeconds) {
      const image = await decoder((module) =>
        withImageData(() => withTimeLimit(limitSeconds, () => module.decode(bytes))),
      );
      if (!(image instanceof Picture)) throw new WorkError('@jsquash/jxl could not decode');
      const { width, height, data } = image;
      const samples = new Uint8Array(data.buffer, data.byteOffset, data.length);
      return createRaster({ width, height, channels: 4, depth: 8, data: samples });
    },
  };
}

/**
 * Runs work on a module; after a failure, which may leave its memory in any state, the next work
 * gets a new one. C++ exceptions come out as bare numbers, pointers into that memory.
 */
async function reviving<M>(what: string, make: () => Promise<M>) {
  let module: M | undefined = await make();
  return async <T>(work: (module: M) => T): Promise<T> => {
    module ??= await make();
    try {
      return work(module);
    } catch (error) {
      module = undefined;
      const told = typeof error === 'number' ? 'C++ exception' : messageOf(error);
      throw new WorkError(`@jsquash/jxl ${what}: ${told}`);
    }
  };
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

async function instantiate(part: 'enc' | 'dec'): Promise<unknown> {
  const wasm = await compileWasm(pathToFileURL(path.join(folder, part, `jxl_${part}.wasm`)));
  const glue: { default: (options: object) => Promise<unknown> } =
    part === 'enc'
      ? await import('@jsquash/jxl/codec/enc/jxl_enc.js')
      : await import('@jsquash/jxl/codec/dec/jxl_dec.js');
  const quiet = () => undefined;
  return withImageData(() =>
    glue.default({
      noInitialRun: true,
      print: quiet,
      printErr: quiet,
      instantiateWasm(imports: object, done: (instance: WasmInstance) => void) {
        const instance = instantiateWasm(wasm, imports);
        done(instance);
        return instance.exports;
      },
    }),
  );
}
