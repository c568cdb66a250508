import { assetUrl } from '#platform/runtimes/wasm/asset.js';
import { WorkError } from '../../base/errors.js';
import type { Raster } from '../../image/raster.js';
import type { Samples } from '../samples.js';
import { decodePixels, encodePixels, type PixelDecoder, type PixelEncoder } from './cornerstone.js';
import { type EmscriptenGlue, openWasmLibrary } from './emscripten.js';

/** What the encoder of @cornerstonejs/codec-openjph takes. */
export interface OpenjphOptions {
  /** Quantisation step of the 9/7 wavelet relative to the samples' range; null for lossless 5/3. */
  readonly step: number | null;
  /** Levels of the wavelet decomposition. */
  readonly levels: number;
  /** Index into LRCP, RLCP, RPCL, PCRL, CPRL. */
  readonly order: number;
  /** Side of a code-block: 4 to 1024, a power of 2, and at most 64 for a square. */
  readonly block: number;
}

/** OpenJPH in WASM memory of its own. Codestreams are bare, without a file format around them. */
export interface Openjph {
  /** `image` is of 8 bit. */
  encode(image: Raster, options: OpenjphOptions): Promise<Uint8Array>;
  /** Throws a WorkError for whatever OpenJPH warns of, and after `limitSeconds`. */
  decode(codestream: Uint8Array, limitSeconds: number): Promise<Samples>;
  close(): void;
}

interface Encoder extends PixelEncoder {
  setDecompositions(levels: number): void;
  setProgressionOrder(order: number): void;
  setBlockDimensions(size: { width: number; height: number }): void;
  setQuality(reversible: boolean, step: number): void;
}

interface Decoder extends PixelDecoder {
  decode(): void;
}

interface Module {
  readonly HTJ2KEncoder: new () => Encoder;
  readonly HTJ2KDecoder: new () => Decoder;
}

/** Compiles the OpenJPH of @cornerstonejs/codec-openjph, once for a process. */
export async function openOpenjph(): Promise<Openjph> {
  const { default: glue } = await import('@cornerstonejs/codec-openjph/wasmjs');
  const library = await openWasmLibrary<Module>({
    name: 'OpenJPH',
    wasm: assetUrl('@cornerstonejs/codec-openjph/wasm'),
    glue: glue as EmscriptenGlue,
  });
  return {
    encode: (image, { step, levels, order, block }) =>
      library.run((module, printed) => {
        const encoder = new module.HTJ2KEncoder();
        encoder.setDecompositions(levels);
        encoder.setProgressionOrder(order);
        encoder.setBlockDimensions({ width: block, height: block });
        encoder.setQuality(step === null, step ?? 0);
        const bytes = encodePixels(encoder, image);
        refuseWarnings(printed);
        return bytes;
      }),
    decode: (codestream, limitSeconds) =>
      library.run((module, printed) =>
        decodePixels(new module.HTJ2KDecoder(), codestream, limitSeconds, (decoder) => {
          decoder.decode();
          refuseWarnings(printed);
        }),
      ),
    close: () => library.close(),
  };
}

/** OpenJPH tells its errors in print, as `ojph error 0x00050041 at file.cpp:857: message`. */
function refuseWarnings(printed: readonly string[]): void {
  const line = printed.find((each) => /^ojph (?:error|warning)/.test(each));
  if (line !== undefined) {
    throw new WorkError(line.replace(/^ojph .*? at \S+: /, '').trim(), { code: 'engine-failed' });
  }
}
