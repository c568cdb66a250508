import { existsSync } from 'node:fs';
import { UsageError } from '../base/errors.js';
import type { Warn } from '../base/warn.js';
import { type ImageRef, openDataset } from '../datasets/dataset.js';
import { parseSize } from '../image/crop.js';
import type { Metric } from '../metrics/metric.js';
import { selectMetrics } from '../metrics/selection.js';
import { openMetricTable } from '../metrics/table.js';
import { mapFile } from '../results/bitstreams.js';
import { rdFile, timingFile } from '../results/layout.js';
import { openRecordLookup } from '../results/lookup.js';
import { type RecordOutline, readOutlines } from '../results/outlines.js';
import { captureTestbed, checkTestbed, type Testbed } from '../results/testbed.js';
import { type Configuration, planConfigurations } from './configuration.js';
import { demandInputs } from './inputs.js';
import { type OutlinesOf, planRd, planTiming, type RdPlan, type TimingPlan } from './plan.js';

/** What is measured: rate and distortion, or time and memory. */
export type Measure = 'rd' | 'timing';

export interface SweepOptions {
  /** Codecs with settings, in the list form. */
  readonly codec: string;
  /** Files of the user's own codecs: plugins and recipes. */
  readonly plugins?: readonly string[];
  /** Id of a data set, or path of a folder or an image. */
  readonly dataset: string;
  readonly measure: readonly Measure[];
  /** Metrics, comma separated; `all`, or `available` for those that can be computed here. */
  readonly metrics: string;
  /** Keep the metrics' error maps beside the bitstreams, in the cache. */
  readonly maps: boolean;
  /** Values of the rate knob instead of the codecs' own grids. */
  readonly grid?: readonly number[] | undefined;
  readonly images?: readonly string[] | undefined;
  readonly limit?: number | undefined;
  /** `WxH`, `none`, or undefined for none in rate-distortion and 512x512 in timing. */
  readonly crop?: string | undefined;
  readonly workers: number;
  /** Threads inside the codecs while they are timed. */
  readonly threads: number;
  readonly passes: number;
  readonly seed: number;
  readonly results: string;
  readonly testbed?: string | undefined;
  readonly rescore: boolean;
  readonly force: boolean;
  readonly timeLimitSeconds: number;
  readonly maxFailures: number;
  readonly maxPixels: number;
}

/** How a sweep tells what it does while it does it. */
export interface Reporter {
  readonly warn: Warn;
  readonly progress: (phase: string, done: number, total: number, failed: number) => void;
}

/** A sweep with everything looked up and checked, and nothing measured yet. */
export interface SweepPlan {
  readonly options: SweepOptions;
  readonly dataset: string;
  readonly images: readonly ImageRef[];
  readonly configurations: readonly Configuration[];
  readonly rd: RdPlan | null;
  readonly timing:
    | (TimingPlan & { readonly testbed: Testbed; readonly crop: string | null })
    | null;
}

/** The roadmap's protocol: learned codecs are timed on crops that all of them take. */
const timingCrop = '512x512';

/** Looks up data set, codecs and metrics, and plans what is not measured yet. Throws UsageError. */
export async function planSweep(options: SweepOptions, reporter: Reporter): Promise<SweepPlan> {
  const { measure, results, seed, force, rescore, passes, threads } = options;
  if (measure.length === 0) throw new UsageError('--measure needs rd, timing, or both');
  const crop = cropOf(options.crop, null);
  const table = await openMetricTable();
  const found = await selectMetrics(options.metrics, table, reporter.warn);
  const metrics = found.map(({ metric }) => metric);
  const versions = Object.fromEntries(metrics.map(({ id, version }) => [id, version]));
  const configurations = await planConfigurations(options.codec, {
    grid: options.grid,
    ...(options.plugins && { plugins: options.plugins }),
  });
  const { id: dataset, images: listed } = await openDataset(options.dataset, {
    ...(options.images && { images: options.images }),
    ...(options.limit !== undefined && { limit: options.limit }),
    onProgress: (done, total) => reporter.progress('download', done, total, 0),
  });
  const images = withoutCopies(listed, reporter.warn);
  const timedCrop = cropOf(options.crop, timingCrop);
  demandInputs(configurations, images, [
    ...(measure.includes('rd') ? [crop] : []),
    ...(measure.includes('timing') ? [timedCrop] : []),
  ]);

  const rd = measure.includes('rd')
    ? planRd({
        configurations,
        images,
        crop,
        metrics: versions,
        stored: storedBy((codec) => rdFile(results, dataset, codec), reporter.warn),
        ...(options.maps && {
          unmapped: unmappedIn(results, dataset, crop, metrics, reporter.warn),
        }),
        seed,
        rescore,
        force,
      })
    : null;
  if (!measure.includes('timing'))
    return { options, dataset, images, configurations, rd, timing: null };

  const engines = configurations.map((configuration) => configuration.engine);
  const testbed = captureTestbed(engines, options.testbed);
  checkTestbed(results, testbed);
  const timing = planTiming({
    configurations,
    images,
    conditions: { testbed: testbed.id, crop: timedCrop, threads, passes },
    stored: storedBy((codec) => timingFile(results, testbed.id, dataset, codec), reporter.warn),
    force,
  });
  return {
    options,
    dataset,
    images,
    configurations,
    rd,
    timing: { ...timing, testbed, crop: timedCrop },
  };
}

/** Each picture once: copies of one file would be measured twice into the same record. */
function withoutCopies(images: readonly ImageRef[], warn: Warn): ImageRef[] {
  const first = new Map<string, string>();
  return images.filter(({ name, sha256, bytes }) => {
    const known = first.get(sha256);
    if (known === undefined) first.set(sha256, name);
    else if (bytes > 0) warn(`${name} is a copy of ${known} and is left out`);
    return known === undefined || bytes === 0;
  });
}

function cropOf(crop: string | undefined, otherwise: string | null): string | null {
  if (crop === undefined) return otherwise;
  if (crop === 'none') return null;
  const { width, height } = parseSize(crop);
  return `${width}x${height}`;
}

/** Which metrics of a stored record have no error map in the cache. */
function unmappedIn(
  results: string,
  dataset: string,
  crop: string | null,
  metrics: readonly Metric[],
  warn: Warn,
): (codec: string, key: string) => string[] {
  const stored = openRecordLookup(results, dataset, warn);
  const mapped = metrics.filter(({ map }) => map !== null);
  return (codec, key) => {
    const { bitstreamSha256, imageSha256, metricErrors } = stored(codec, key) ?? {};
    if (!bitstreamSha256 || !imageSha256) return [];
    return mapped
      .map(({ id }) => id)
      .filter((metric) => !(metric in (metricErrors ?? {})))
      .filter((metric) => !existsSync(mapFile({ bitstreamSha256, imageSha256, crop, metric })));
  };
}

function storedBy(file: (codec: string) => string, warn: Warn): OutlinesOf {
  const files = new Map<string, Map<string, RecordOutline>>();
  return (codec) => {
    let stored = files.get(codec);
    if (!stored) {
      stored = readOutlines(file(codec), warn);
      files.set(codec, stored);
    }
    return stored;
  };
}
