import type { FormatId } from './formats/table.js';
import type { MetadataKind } from './metadata/kinds.js';
import type { PresetName } from './presets.js';

/** What is aimed at. */
export interface Goal {
  /** Score that is to be met, on the metric's own scale; null where none is. */
  readonly score: number | null;
  /** Bytes that are not to be exceeded; null where none are given. */
  readonly maxBytes: number | null;
}

/** One question to the process that optimises. */
export interface OptimizeTask {
  /** Path or bytes of a file. */
  readonly source: string | Uint8Array;
  readonly name: string | null;
  /** Formats that the answer may be of; the source's own where there are none. */
  readonly formats: readonly FormatId[];
  /** Accept header of a client: the formats that it takes are compared, of `formats` where there are any. */
  readonly accept: string | null;
  readonly preset: PresetName;
  /** In place of the preset's. */
  readonly quality?: number | undefined;
  /** What is aimed at; null where the preset's quality is used. */
  readonly goal: Goal | null;
  /** Id of the metric that files are scored by, and that the goal's score is of. */
  readonly metric: string;
  /** Most of the bytes, in percent, that lossy work may save; null where it may save what it can. */
  readonly maxReduction: number | null;
  readonly lossyPng: boolean;
  /** Whether JPEG files that are made are to be progressive. */
  readonly progressiveJpeg?: boolean;
  readonly keep: readonly MetadataKind[];
  readonly maxPixels: number;
  readonly maxPixelsPerByte: number | undefined;
  /** Where the bytes of the answer are put; they are sent where no file is named. */
  readonly answerFile?: string | undefined;
}
