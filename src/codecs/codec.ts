import type { Clock } from '../base/clock.js';
import type { Engine } from '../base/engine.js';
import type { LearnedReport, Verified } from '../base/learned-report.js';
import type { Params, Settings } from '../base/params.js';
import type { FileFormat } from '../image/format.js';
import type { Channels, Depth, Raster } from '../image/raster.js';

/** What a session may use. */
export interface Resources {
  /** Threads inside the codec. Rate-distortion is always measured with 1. */
  readonly threads: number;
  /** A picture with more pixels than this is refused before its samples are allocated. */
  readonly maxPixels: number;
  /** What can be broken off, such as a command line, ends where it is aborted. */
  readonly signal?: AbortSignal;
}

/** The sample layouts that a codec stores; everything else is converted before encode. */
export interface Accepts {
  readonly channels: readonly Channels[];
  readonly depths: readonly Depth[];
}

/** The largest pictures that a codec stores, by its format or its engine. */
export interface SizeLimits {
  /** Pixels of a side. */
  readonly side?: number;
  /** Pixels in all. */
  readonly pixels?: number;
}

/** What codecs of both kinds say of themselves. */
interface CodecBase {
  readonly id: string;
  readonly title: string;
  readonly kind: 'baseline' | 'lossy' | 'lossless' | 'learned';
  /**
   * Of a learned codec from elsewhere, what was compared with the original: its architecture with
   * random weights, or the official weights and published figures.
   */
  readonly verified?: Verified;
  /** Of the files that it writes. */
  readonly format: FileFormat;
  /**
   * The largest pictures that it stores at these settings; larger ones are refused before any work. Not
   * there where whatever fits in memory is stored.
   */
  readonly limits?: (settings: Settings) => SizeLimits;
  /** Meaning, type, default and legal values of every setting; the rate knob comes last. */
  readonly params: Params;
  /** Cheap: loads no library. */
  engine(settings: Settings): Engine;
  /** True, or why not and the command that mends it. */
  available(settings: Settings): Promise<true | string>;
  /**
   * Settings that a file of it asks for, such as the level whose weights decode it; not there where any
   * settings decode it. Throws on a broken file.
   */
  readonly settingsFor?: (file: Uint8Array) => Settings;
}

/** A codec of pictures: a plain value in a file of its own, which owns its parameters. */
export interface Codec extends CodecBase {
  readonly input?: 'samples';
  accepts(settings: Settings): Accepts;
  /** Whether decode returns the very samples that encode got; every job checks it. */
  lossless(settings: Settings): boolean;
  /** Set-up that is timed apart: WASM compilation, model loading. */
  open(settings: Settings, resources: Resources): Promise<CodecSession>;
  /** What estimates of sizes may use. */
  readonly estimation?: EstimationFacts;
}

/** A codec, of the same family or another one, with the settings of a fast encode. */
export interface FastEncode {
  readonly codec: Codec;
  readonly settings: Settings;
}

/** Facts of a codec that help to know the size of a file before it is encoded. */
export interface EstimationFacts {
  /** A fast encode whose size goes along with that of these settings; null where there is none. */
  readonly fast?: (settings: Settings) => FastEncode | null;
  /** A cheap encode of pictures of a quarter of the size, by which mosaics are told from whole pictures. */
  readonly quarter?: (settings: Settings) => Settings | null;
  /** Whether every row is coded after the rows above it alone: row filters before a coder of bytes. */
  readonly rowFiltered?: boolean;
}

/**
 * A codec of JPEG files, which are coded already: it makes the file smaller and gives the very same
 * file back, which every job checks.
 */
export interface JpegCodec extends CodecBase {
  readonly input: 'jpeg';
  /** Set-up that is timed apart. */
  open(settings: Settings, resources: Resources): Promise<JpegSession>;
}

export type AnyCodec = Codec | JpegCodec;

/** What goes into a codec and comes back from it: the samples of a picture, or a JPEG file. */
export type CodecInput = Raster | Uint8Array;

export interface CodecSession {
  /** A complete file, decodable from these bytes alone. `image` is of an accepted layout. */
  encode(image: Raster, clock: Clock): Promise<Uint8Array>;
  /** Needs no settings, no side channel and no memory of the encode. Throws on a broken file. */
  decode(bytes: Uint8Array, clock: Clock): Promise<Raster>;
  /** Learned codecs alone: of the picture that was encoded or decoded last. Never timed. */
  report?(): Promise<LearnedReport>;
  close(): Promise<void>;
}

export interface JpegSession {
  /** A complete file. `jpeg` is a JPEG file; one that the codec does not take is a WorkError. */
  encode(jpeg: Uint8Array, clock: Clock): Promise<Uint8Array>;
  /** The JPEG file, byte for byte. Throws on a broken file, and on one made of something else. */
  decode(bytes: Uint8Array, clock: Clock): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A session of either kind, which is to be given what its own kind takes. */
export interface AnySession {
  encode(input: CodecInput, clock: Clock): Promise<Uint8Array>;
  decode(bytes: Uint8Array, clock: Clock): Promise<CodecInput>;
  report?(): Promise<LearnedReport>;
  close(): Promise<void>;
}
