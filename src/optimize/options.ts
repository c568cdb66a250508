import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { oneOf, passedOn, positive, readOptions, text, whole, yes } from '../base/options.js';
import type { Warn } from '../base/warn.js';
import { type CodingOptions, checkCodingOptions } from '../codecs/with-codec.js';
import { defaultMaxPixels } from '../image/raster.js';
import { metrics } from '../metrics/registry.js';
import { checkTarget, readTarget } from '../pick/target.js';
import { type FormatId, formatIds } from './formats/table.js';
import { type MetadataKind, metadataKinds } from './metadata/kinds.js';
import {
  type DistanceNorm,
  defaultPreset,
  defaultTimeLimitSeconds,
  distanceNorms,
  normMetrics,
  type OptimizeMode,
  optimizeModes,
  type PresetName,
  presetNames,
  presets,
} from './presets.js';
import type { OptimizeStep } from './result.js';
import type { OptimizeTask } from './task.js';

/** How a picture is optimised. */
export interface OptimizeOptions
  extends Pick<CodingOptions, 'maxPixels' | 'maxPixelsPerByte' | 'maxMemoryBytes' | 'signal'> {
  /** How hard it is compressed, `medium` unless told. */
  readonly preset?: PresetName | undefined;
  /** Quality of `fixed` in place of the preset's, 1 to 100 on libjpeg's scale. */
  readonly quality?: number | undefined;
  /**
   * `fixed` uses the preset's quality; `auto` measures, and aims at the preset's distance. `fixed` unless
   * told, but `auto` where several formats are compared: equal numbers mean nothing there.
   */
  readonly mode?: OptimizeMode | undefined;
  /** Norm of the distance that `auto` aims at; `3-norm` unless told. */
  readonly norm?: DistanceNorm | undefined;
  /** Score that is to be met, in place of the preset's: `ssimulacra2=80`. */
  readonly target?: string | undefined;
  /** Bytes that the file may have. */
  readonly maxBytes?: number | undefined;
  /** Formats that the answer may be of; the source's own unless told. */
  readonly formats?: readonly FormatId[] | undefined;
  /**
   * Accept header of a client (RFC 9110): the formats that it names are compared, JPEG, PNG, GIF and the
   * source's own also where a wildcard allows them.
   */
  readonly accept?: string | undefined;
  /** Most of the bytes, in percent, that lossy work may save. */
  readonly maxReduction?: number | undefined;
  /** Whether colours of PNG and GIF may be reduced; the preset's choice unless told. */
  readonly lossyPng?: boolean | undefined;
  /** Whether JPEG files that are made are progressive; if not told, whichever is smaller. */
  readonly progressiveJpeg?: boolean | undefined;
  /**
   * What is kept beside the pixels; nothing unless told. Where anything is, only trials that leave the
   * coded picture as it is are run: encoders write none of it.
   */
  readonly keep?: readonly MetadataKind[] | undefined;
  /** Metric that the answer's score is of where nothing is aimed at, `ssimulacra2` unless told. */
  readonly metric?: string | undefined;
  /** Seconds that the work on one picture may take. */
  readonly timeLimitSeconds?: number | undefined;
  /** What the picture is called in messages where it is bytes. */
  readonly name?: string | undefined;
  readonly onWarning?: Warn | undefined;
  /** Told of every trial as it begins. */
  readonly onProgress?: ((step: OptimizeStep) => void) | undefined;
}

const optimizeOptions = z.strictObject({
  preset: oneOf(presetNames).default(defaultPreset),
  quality: whole(1, 100).optional(),
  mode: oneOf(optimizeModes).optional(),
  norm: oneOf(distanceNorms).default('3-norm'),
  target: text('a metric and a value, such as ssimulacra2=80').optional(),
  maxBytes: whole(1).optional(),
  formats: z
    .array(oneOf(formatIds as readonly [FormatId, ...FormatId[]]), 'an array of formats')
    .default([]),
  accept: z.string('the text of an Accept header').optional(),
  maxReduction: z
    .number('a number from 0 to 100')
    .min(0, 'a number from 0 to 100')
    .max(100, 'a number from 0 to 100')
    .optional(),
  lossyPng: yes.optional(),
  progressiveJpeg: yes.default(false),
  keep: z.array(oneOf(metadataKinds), `an array of ${metadataKinds.join(', ')}`).default([]),
  metric: text('the id of a metric').default('ssimulacra2'),
  timeLimitSeconds: positive.default(defaultTimeLimitSeconds),
  name: passedOn,
  onWarning: passedOn,
  onProgress: passedOn,
  signal: passedOn,
  // What decoding takes is checked with its own options.
  maxPixels: passedOn,
  maxPixelsPerByte: passedOn,
  maxMemoryBytes: passedOn,
});

/**
 * Checks the options, and makes of them what the process is told, without the picture.
 * @throws UsageError for options that are none, contradict each other, or cannot be met
 */
export async function readOptimizeOptions(
  options: OptimizeOptions,
): Promise<
  Omit<OptimizeTask, 'source' | 'name' | 'answerFile'> & { readonly timeLimitSeconds: number }
> {
  const read = readOptions('optimize', optimizeOptions, options);
  checkCodingOptions(options);
  const { preset, formats, keep, maxBytes = null, maxReduction = null } = read;
  const isSearched = read.target !== undefined || maxBytes !== null;
  if (read.mode !== undefined && isSearched) {
    throw new UsageError(`mode=${read.mode} and a target exclude each other; leave one out`);
  }
  const { accept = null } = read;
  const comparesFormats = formats.length > 1 || accept !== null;
  const mode = read.mode ?? (comparesFormats ? 'auto' : 'fixed');
  if (mode === 'fixed' && comparesFormats) {
    throw new UsageError(
      'formats are compared at equal score, and mode=fixed has none; leave the mode out or name one format',
    );
  }
  if (read.quality !== undefined && (mode === 'auto' || isSearched)) {
    throw new UsageError(
      'quality and what is searched exclude each other: a target, a size, mode=auto, several formats; leave one out',
    );
  }
  const target = read.target === undefined ? null : readTarget(read.target, 'target');
  const isAuto = mode === 'auto' && !isSearched;
  const metric = target?.metric ?? (isAuto ? normMetrics[read.norm] : read.metric);
  const score = target?.value ?? (isAuto ? presets[preset].distance[read.norm] : null);
  const facts = await metrics.load(metric);
  checkTarget({ metric, value: score }, facts);
  return {
    ...{ preset, formats: [...new Set(formats)], accept, keep, metric, maxReduction },
    ...{ quality: read.quality, progressiveJpeg: read.progressiveJpeg },
    lossyPng: read.lossyPng ?? presets[preset].lossyPng,
    goal: isSearched || isAuto ? { score, maxBytes } : null,
    maxPixels: options.maxPixels ?? defaultMaxPixels,
    maxPixelsPerByte: options.maxPixelsPerByte,
    timeLimitSeconds: read.timeLimitSeconds,
  };
}
