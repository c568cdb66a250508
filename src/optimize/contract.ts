import type { FileFacts } from '../image/files/facts.js';
import type { Raster } from '../image/raster.js';
import type { FormatId } from './formats/table.js';
import type { MetadataKind } from './metadata/kinds.js';
import type { PresetName } from './presets.js';

/**
 * What is known of a picture before its samples are decoded. A file that claims to be an animation of no
 * pictures has one.
 */
export interface SourceFacts extends FileFacts {
  /** Whether the file's own coding keeps every sample; null where that is not known. */
  readonly isLossless: boolean | null;
}

/** A picture that is optimised. Nothing of it is changed; what is decoded is shared by all trials. */
export interface Source {
  /** Path, or what it is called in messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly format: FormatId;
  readonly facts: SourceFacts;
  /** Upright, in sRGB, the first picture of several; decoded once, when it is first asked for. */
  raster(): Promise<Raster>;
  /** The same in the colours of `facts.icc`: what is encoded, and stored with that profile. */
  stored(): Promise<Raster>;
}

/** How a trial is to be run. */
export interface Setting {
  /** Value of the trial's knob; null of a trial that has none. */
  readonly knob: number | null;
  readonly preset: PresetName;
  /** Whether colours of a PNG or GIF may be reduced. */
  readonly lossyPng: boolean;
  /** What is kept beside the pixels. */
  readonly keep: readonly MetadataKind[];
}

/** What a trial may take. */
export interface TrialLimits {
  readonly maxPixels: number;
  readonly signal?: AbortSignal | undefined;
  /** A file without loss of more bytes than these has nothing to offer. */
  readonly mostBytes?: number | undefined;
  /** Called once an encoder works in threads of its own: what this thread can do in the meantime. */
  readonly meanwhile?: (() => void) | undefined;
}

/** The setting of a trial that steers its rate. */
export interface Knob {
  /** Key of its curves in the shipped family: a printed codec, `webp` or `avif:speed=6`. */
  readonly curves: string;
  /** All values that may be tried, ascending. */
  readonly values: readonly number[];
  /** Values about equally far apart in quality. */
  readonly grid: readonly number[];
  /** The value that stands for a preset's quality, 1 to 100. */
  fixed(quality: number, source: Source): number;
  /** Its last value is tried first: it may well miss, and then no other meets the target. */
  readonly finestFirst?: boolean;
  /** Encodes after which a search takes the best that it has; as many as any other's unless given. */
  readonly mostEncodes?: number;
  /** Encoding takes so long that most of a search is made on a sample of the picture. */
  readonly isSlow?: boolean;
}

/** One way to make a file of a format. */
export interface Trial {
  /** What the answer calls its method, `recode`. */
  readonly id: string;
  readonly format: FormatId;
  /** Whether what is shown may change. */
  readonly lossy: boolean;
  /** Null where there is nothing to steer: the trial is run once. */
  readonly knob: Knob | null;
  /** Whether it can be run here and for this picture; false where its output would lose alpha or frames. */
  applies(source: Source, setting: Omit<Setting, 'knob'>): boolean | Promise<boolean>;
  /**
   * Makes the file: complete, upright, its colours true, nothing beside the pixels but what is kept.
   * @returns null where it has nothing to offer
   * @throws WorkError where it fails; other trials go on
   */
  run(source: Source, setting: Setting, limits: TrialLimits): Promise<Uint8Array | null>;
  /**
   * Makes a file of samples alone, for searches on a part of a picture; not there where that makes no
   * sense.
   */
  encode?(image: Raster, knob: number, limits: TrialLimits): Promise<Uint8Array>;
  /** The printed form of the codec at a value of the knob, where one codec of the bench makes the file. */
  printed?(knob: number | null): string;
  /** Decodes what it made, where more is in it than the decoder of its format shows. */
  decode?(bytes: Uint8Array, limits: TrialLimits): Promise<Raster>;
}

/** A format with its trials: one file each in `formats/`. */
export interface OptimizeFormat {
  readonly trials: readonly Trial[];
  /** Whether its trials without a search are run at the same time: they are quick, and take little memory. */
  readonly inParallel?: boolean;
  /**
   * Decodes a file of the format for scores and for other formats, in this process, which may be
   * killed; by what decodes originals where it is not given.
   */
  decode?(bytes: Uint8Array, limits: TrialLimits): Promise<Raster>;
  /** Reads the facts of a file; by the headers that sharp reads where it is not given. */
  readFacts?(bytes: Uint8Array, limits: TrialLimits): Promise<SourceFacts>;
}
