import type { Engine } from '../base/engine.js';
import type { FileFormat } from '../image/format.js';
import type { Raster } from '../image/raster.js';
import type { CodecInput } from './codec.js';
import type { CodingOptions } from './with-codec.js';

export interface DecodeOptions extends CodingOptions {
  /** The codec to decode with, `jxl:engine=native`, in place of the one that the bytes ask for. */
  readonly codec?: string | undefined;
  /** What bytes without a path are called in messages. */
  readonly name?: string | undefined;
}

/** A file that was decoded, with how. */
export interface Decoded {
  /** The picture; of a codec of JPEG files the JPEG file. */
  readonly output: CodecInput;
  /** By the file's first bytes; null where only `codec` told. */
  readonly format: FileFormat | null;
  /** Wall time of the decode, without opening the codec. */
  readonly seconds: number;
  /** Id and engine of the codec that did it; null where the image was loaded as originals are. */
  readonly codec: string | null;
  readonly engine: Engine | null;
  /** What is wrong with the file, where a lenient reader took it all the same; null of a sound file. */
  readonly damage: string | null;
}

/** A picture that was loaded. */
export interface LoadedPicture {
  readonly picture: Raster;
  /** What is wrong with its file, where a lenient reader took it all the same; otherwise null. */
  readonly damage: string | null;
}
