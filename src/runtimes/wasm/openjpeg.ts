import { assetUrl } from '#platform/runtimes/wasm/asset.js';
import { WorkError } from '../../base/errors.js';
import type { Raster } from '../../image/raster.js';
import type { Samples } from '../samples.js';
import { decodePixels, encodePixels, type PixelDecoder, type PixelEncoder } from './cornerstone.js';
import { type EmscriptenGlue, openWasmLibrary } from './emscripten.js';

/** What the encoder of @cornerstonejs/codec-openjpeg takes. */
export interface OpenjpegOptions {
  /** The reversible wavelet (5/3) in place of the 9/7. */
  readonly reversible: boolean;
  /** Levels of the wavelet decomposition. */
  readonly levels: number;
  /** Index into LRCP, RLCP, RPCL, PCRL, CPRL. */
  readonly order: number;
  /** Compression ratio of each quality layer, falling; 1 in the last keeps everything. */
  readonly ratios: readonly number[];
}

/** OpenJPEG in WASM memory of its own. Codestreams are bare, without a file format around them. */
export interface Openjpeg {
  /** `image` is grey or RGB of 8 bit. */
  encode(image: Raster, options: OpenjpegOptions): Promise<Uint8Array>;
  /**
   * Samples of 1 or 3 components of up to 8 bits, or of 1 component of up to 16. Throws a WorkError
   * for whatever OpenJPEG warns of, and after `limitSeconds`.
   * @param layers how many quality layers, 0 for all of them
   */
  decode(codestream: Uint8Array, limitSeconds: number, layers?: number): Promise<Samples>;
  close(): void;
}

interface Encoder extends PixelEncoder {
  setDecompositions(levels: number): void;
  setProgressionOrder(order: number): void;
  setQuality(reversible: boolean, layers: number): void;
  setCompressionRatio(layer: number, ratio: number): void;
}

interface Decoder extends PixelDecoder {
  /** At so many levels below full resolution, with so many quality layers, 0 for all. */
  decodeSubResolution(level: number, layers: number): void;
}

interface Module {
  readonly J2KEncoder: new () => Encoder;
  readonly J2KDecoder: new () => Decoder;
}

/** Compiles the OpenJPEG of @cornerstonejs/codec-openjpeg, once for a process. */
export async function openOpenjpeg(): Promise<Openjpeg> {
  const { default: glue } = await import('@cornerstonejs/codec-openjpeg/wasmjs');
  const library = await openWasmLibrary<Module>({
    name: 'OpenJPEG',
    wasm: assetUrl('@cornerstonejs/codec-openjpeg/wasm'),
    glue: glue as EmscriptenGlue,
  });
  return {
    encode: (image, { reversible, levels, order, ratios }) =>
      library.run((module, printed) => {
        const encoder = new module.J2KEncoder();
        encoder.setDecompositions(levels);
        encoder.setProgressionOrder(order);
        encoder.setQuality(reversible, ratios.length);
        for (const [layer, ratio] of ratios.entries()) encoder.setCompressionRatio(layer, ratio);
        const bytes = encodePixels(encoder, image);
        refuseWarnings(printed);
        return bytes;
      }),
    decode: (codestream, limitSeconds, layers = 0) =>
      library.run((module, printed) =>
        decodePixels(new module.J2KDecoder(), codestream, limitSeconds, (decoder) => {
          decoder.decodeSubResolution(0, layers);
          refuseWarnings(printed);
        }),
      ),
    close: () => library.close(),
  };
}

/** OpenJPEG tells its errors in print, and goes on after them as after its warnings. */
function refuseWarnings(printed: readonly string[]): void {
  const line = printed.find((each) => /^\[(?:ERROR|WARNING)\]/.test(each));
  if (line !== undefined) {
    throw new WorkError(line.replace(/^\[\w+\]\s*/, '').trim(), { code: 'engine-failed' });
  }
}
