import { assetUrl } from '#platform/runtimes/wasm/asset.js';
import { WorkError } from '../../base/errors.js';
import { withTimeLimit } from '../../base/time-limit.js';
import { type EmscriptenGlue, openWasmLibrary, type WasmLibrary } from './emscripten.js';

/** RGBA samples: one byte each at 8 bits, two, the lower one first, above. */
export interface RgbaSamples {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample, 8 to 16, in the file's own range. */
  readonly depth: number;
  readonly data: Uint8Array;
}

/** An encoder and a decoder of one format in the package icodec, in WASM memory of their own. */
export interface Icodec {
  /** @param options all of those that the encoder knows, as icodec's defaults name them */
  encode(image: RgbaSamples, options: object): Promise<Uint8Array>;
  /** Throws a WorkError for a broken file, and after `limitSeconds`. */
  decode(bytes: Uint8Array, limitSeconds: number): Promise<RgbaSamples>;
  close(): void;
}

interface Encoder {
  encode(data: Uint8Array, width: number, height: number, options: object | undefined): unknown;
}

interface Decoder {
  decode(bytes: Uint8Array): unknown;
}

/** Compiles the WASM modules of a format in icodec, once for a process. */
export async function openIcodec(format: 'avif' | 'qoi' | 'webp'): Promise<Icodec> {
  const encoder = await open<Encoder>(assetUrl(`icodec/${format}-enc.wasm`));
  const decoder = await open<Decoder>(assetUrl(`icodec/${format}-dec.wasm`));
  return {
    encode: ({ data, width, height, depth }, options) =>
      encoder.run((module) => {
        const bytes = module.encode(data, width, height, { ...options, bitDepth: depth });
        if (bytes instanceof Uint8Array) return Uint8Array.from(bytes);
        throw new WorkError(typeof bytes === 'string' ? bytes : 'could not encode', {
          code: 'engine-failed',
        });
      }),
    decode: (bytes, limitSeconds) =>
      decoder.run((module) => {
        const image = withPicture(() => withTimeLimit(limitSeconds, () => module.decode(bytes)));
        if (image instanceof Picture) return image;
        throw new WorkError(typeof image === 'string' ? image : 'could not decode', {
          code: 'broken-bitstream',
        });
      }),
    close() {
      encoder.close();
      decoder.close();
    },
  };
}

/** The package keeps its glue code to itself, but has it beside the WASM file. */
async function open<M extends object>(wasm: URL): Promise<WasmLibrary<M>> {
  const glue: { default: EmscriptenGlue } = await import(wasm.href.replace(/\.wasm$/, '.js'));
  return openWasmLibrary<M>({ name: 'icodec', wasm, glue: glue.default, around: withPicture });
}

/** What the decoders construct, under a global name. */
class Picture implements RgbaSamples {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  constructor(data: Uint8ClampedArray, width: number, height: number, depth: number) {
    this.data = new Uint8Array(data.buffer, data.byteOffset, data.length);
    this.width = width;
    this.height = height;
    this.depth = depth;
  }
}

/** The glue code looks for the name among the globals; here it is there for one call. */
function withPicture<T>(work: () => T): T {
  const name = '_icodec_ImageData';
  const make = (...args: ConstructorParameters<typeof Picture>) => new Picture(...args);
  Object.defineProperty(globalThis, name, { value: make, configurable: true });
  try {
    return work();
  } finally {
    Reflect.deleteProperty(globalThis, name);
  }
}
