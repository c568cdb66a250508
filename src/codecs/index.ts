/** Image codecs, each a plain value with its settings, and how to open one. */
export { type Clock, type Timing, untimed } from '../base/clock.js';
export type { Engine } from '../base/engine.js';
export { type Param, type Params, resolveSettings, type Settings } from '../base/params.js';
export type { FileFormat } from '../image/format.js';
export type {
  Accepts,
  AnyCodec,
  AnySession,
  Codec,
  CodecInput,
  CodecSession,
  JpegCodec,
  JpegSession,
  Resources,
  SizeLimits,
} from './codec.js';
export { decode, decodeFile, loadImage } from './decode.js';
export type { Decoded, DecodeOptions } from './decoded.js';
export { type Encoded, encode } from './encode.js';
export type { FileSource, PictureSource } from './picture-source.js';
export { codecs, jpegCodecs } from './registry.js';
export { type CodecTable, type FoundCodec, openCodecTable } from './table.js';
export type { CodingOptions } from './with-codec.js';
