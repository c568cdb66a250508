import { createRequire } from 'node:module';
import { WorkError } from '../errors.js';
import type { Raster } from '../image/raster.js';
import type { Samples } from './samples.js';
import { withTimeLimit } from './timelimit.js';
import { type EmscriptenGlue, openWasmLibrary } from './wasmmodule.js';

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

interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
}

interface Encoder {
  getDecodedBuffer(frame: FrameInfo): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  setDecompositions(levels: number): void;
  setProgressionOrder(order: number): void;
  setQuality(reversible: boolean, layers: number): void;
  setCompressionRatio(layer: number, ratio: number): void;
  encode(): void;
  delete(): void;
}

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameInfo;
  /** At so many levels below full resolution, with so many quality layers, 0 for all. */
  decodeSubResolution(level: number, layers: number): void;
  delete(): void;
}

interface Module {
  readonly J2KEncoder: new () => Encoder;
  readonly J2KDecoder: new () => Decoder;
}

const require = createRequire(import.meta.url);

/** Compiles the OpenJPEG of @cornerstonejs/codec-openjpeg, once for a process. */
export async function openOpenjpeg(): Promise<Openjpeg> {
  const library = await openWasmLibrary<Module>({
    name: 'OpenJPEG',
    wasm: '@cornerstonejs/codec-openjpeg/wasm',
    glue: require('@cornerstonejs/codec-openjpeg/wasmjs') as EmscriptenGlue,
  });
  return {
    encode: (image, options) =>
      library.run((module, printed) => {
        const bytes = encode(new module.J2KEncoder(), image, options);
        refuseWarnings(printed);
        return bytes;
      }),
    decode: (codestream, limitSeconds, layers = 0) =>
      library.run((module, printed) => {
        const decoder = new module.J2KDecoder();
        decoder.getEncodedBuffer(codestream.length).set(codestream);
        withTimeLimit(limitSeconds, () => decoder.decodeSubResolution(0, layers));
        refuseWarnings(printed);
        const frame = decoder.getFrameInfo();
        const data = Uint8Array.from(decoder.getDecodedBuffer());
        decoder.delete();
        const { width, height, bitsPerSample: bits, componentCount: components } = frame;
        return { width, height, components, bits, data };
      }),
    close: () => library.close(),
  };
}

function encode(
  encoder: Encoder,
  { width, height, channels, depth, data }: Raster,
  { reversible, levels, order, ratios }: OpenjpegOptions,
): Uint8Array {
  const frame = { width, height, bitsPerSample: depth, componentCount: channels, isSigned: false };
  encoder.getDecodedBuffer(frame).set(data);
  encoder.setDecompositions(levels);
  encoder.setProgressionOrder(order);
  encoder.setQuality(reversible, ratios.length);
  for (const [layer, ratio] of ratios.entries()) encoder.setCompressionRatio(layer, ratio);
  encoder.encode();
  const bytes = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  return bytes;
}

/** OpenJPEG tells its errors in print, and goes on after them as after its warnings. */
function refuseWarnings(printed: readonly string[]): void {
  const line = printed.find((each) => /^\[(?:ERROR|WARNING)\]/.test(each));
  if (line !== undefined) throw new WorkError(line.replace(/^\[\w+\]\s*/, '').trim());
}
