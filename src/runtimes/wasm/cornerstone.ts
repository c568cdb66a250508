import { withTimeLimit } from '../../base/time-limit.js';
import type { Depth } from '../../image/raster.js';
import type { Samples } from '../samples.js';

/** The layout of a picture, as the coders of @cornerstonejs take and give it. */
interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
  /** Used by OpenJPH alone. */
  readonly isUsingColorTransform: boolean;
}

/** A picture, or samples of any number of components. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly depth: Depth;
  /** Of a sample, where fewer are used than `depth` has. */
  readonly bits?: number;
  readonly data: Uint8Array | Uint16Array;
}

/** What the encoders of the @cornerstonejs packages have in common. Their buffers are WASM memory. */
export interface PixelEncoder {
  getDecodedBuffer(frame: FrameInfo): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  encode(): void;
  delete(): void;
}

/** What their decoders have in common. */
export interface PixelDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): Omit<FrameInfo, 'isUsingColorTransform'>;
  delete(): void;
}

/** Encodes a picture by an encoder whose settings are made, and deletes the encoder. */
export function encodePixels(encoder: PixelEncoder, image: Pixels): Uint8Array {
  const { width, height, channels, depth, bits = depth, data } = image;
  const samples = encoder.getDecodedBuffer({
    width,
    height,
    bitsPerSample: bits,
    componentCount: channels,
    isSigned: false,
    isUsingColorTransform: channels > 1,
  });
  samples.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  encoder.encode();
  const bytes = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  return bytes;
}

/**
 * Decodes a file and deletes the decoder.
 * @param decode does the decoding, and throws where it has failed
 * @param limitSeconds it is broken off after so long
 */
export function decodePixels<D extends PixelDecoder>(
  decoder: D,
  bytes: Uint8Array,
  limitSeconds: number,
  decode: (decoder: D) => void,
): Samples {
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  withTimeLimit(limitSeconds, () => decode(decoder));
  const { width, height, bitsPerSample: bits, componentCount: components } = decoder.getFrameInfo();
  const data = Uint8Array.from(decoder.getDecodedBuffer());
  decoder.delete();
  return { width, height, components, bits, data };
}
