import { existsSync } from 'node:fs';
import { nameShortly } from '../base/name-shortly.js';
import type { Warn } from '../base/warn.js';
import type { ImageRef } from '../datasets/dataset.js';
import { parseShard } from '../datasets/shard.js';
import { parseSize } from '../image/crop.js';
import type { Metric } from '../metrics/metric.js';
import { selectMetrics } from '../metrics/selection.js';
import { type FoundMetric, openMetricTable } from '../metrics/table.js';
import { mapFile } from '../results/bitstreams.js';
import { captureTestbed } from '../results/capture-testbed.js';
import { rdFile, timingFile } from '../results/layout.js';
import { openRecordLookup } from '../results/lookup.js';
import { outlinesIn } from '../results/outlines.js';
import { rdOutlinesIn } from '../results/rd-outlines.js';
import { checkTestbed } from '../results/stored-testbeds.js';
import type { Testbed } from '../results/testbed.js';
import { planConfigurations } from './configuration.js';
import { sweepDefaults } from './defaults.js';
import type { SweepListener } from './events.js';
import { demandInputs } from './inputs.js';
import type { Configuration } from './one-configuration.js';
import { openImages } from './open-images.js';
import { type FullSweepOptions, readSweepOptions, type SweepOptions } from './options.js';
import { type OutlinesOf, planRd, planTiming, type RdPlan, type TimingPlan } from './plan.js';
import { readOtherwise } from './reread.js';

/** What is measured, whatever the codecs: the pictures, and the metrics. */
export interface SweepSubject {
  readonly options: FullSweepOptions;
  readonly dataset: string;
  readonly images: readonly ImageRef[];
  /** The metrics that are wanted. */
  readonly metrics: readonly Metric[];
  /** The user's own metrics, wanted or not. */
  readonly ownMetrics: readonly FoundMetric[];
}

/** A sweep with everything looked up and checked, and nothing measured yet. */
export interface SweepPlan extends SweepSubject {
  readonly configurations: readonly Configuration[];
  readonly rd: RdPlan | null;
  readonly timing:
    | (TimingPlan & { readonly testbed: Testbed; readonly crop: string | null })
    | null;
}

/** Times are of crops unless told: learned codecs cannot take pictures of every size. */
const timingCrop = '512x512';

/** Who hears of the look-up, and what ends its downloads. */
export type LookupListener = SweepListener & { readonly signal?: AbortSignal | undefined };

/**
 * Looks up data set, codecs and metrics, and plans what is not measured yet.
 * @param options what `sweep` takes
 * @param listener.signal ends the downloads
 * @throws UsageError, WorkError for files that are not to be had, and the signal's reason
 */
export async function planSweep(
  given: SweepOptions,
  listener: LookupListener = {},
): Promise<SweepPlan> {
  const options = readSweepOptions(given);
  if (options.shard !== undefined) parseShard(options.shard);
  const metrics = await lookUpMetrics(options, listener);
  const configurations = await planConfigurations(options.codecs, {
    grid: options.quality,
    plugins: options.plugins,
  });
  const images = await lookUpImages(options, listener);
  return planOf({ options, ...images, ...metrics }, configurations, listener);
}

/**
 * The metrics of a sweep: those that are named, or the usual ones with the user's own. A usual one
 * that cannot be computed here is left out, with a warning.
 */
export async function lookUpMetrics(
  options: FullSweepOptions,
  { onWarning: warn = () => {} }: SweepListener = {},
): Promise<Pick<SweepSubject, 'metrics' | 'ownMetrics'>> {
  cropOf(options.crop, null);
  const table = await openMetricTable({
    plugins: options.plugins,
    commands: options.metricCommands,
  });
  const usual = [sweepDefaults.metrics, ...table.own.map(({ metric }) => metric.id)].join();
  const mayLack = options.metrics === undefined ? sweepDefaults.metrics.split(',') : [];
  const found = await selectMetrics(options.metrics ?? usual, table, warn, mayLack);
  return { metrics: found.map(({ metric }) => metric), ownMetrics: table.own };
}

/** The images of a sweep, each once, at hand and hashed. */
export async function lookUpImages(
  options: FullSweepOptions,
  { onProgress, onWarning: warn = () => {}, signal }: LookupListener = {},
): Promise<Pick<SweepSubject, 'dataset' | 'images'>> {
  const { id: dataset, images } = await openImages(options.dataset, {
    ...(options.images && { images: options.images }),
    ...(options.limit !== undefined && { limit: options.limit }),
    shard: options.shard === undefined ? undefined : parseShard(options.shard),
    onProgress: (done, total) => onProgress?.({ kind: 'download', done, total }),
    ...(signal && { signal }),
  });
  return { dataset, images: withoutCopies(images, warn) };
}

/**
 * Plans what is not measured yet of some configurations on what was looked up.
 * @throws UsageError where a codec cannot be given what it takes
 */
export async function planOf(
  subject: SweepSubject,
  configurations: readonly Configuration[],
  { onWarning: warn = () => {} }: SweepListener = {},
): Promise<SweepPlan> {
  const { options, dataset, images, metrics } = subject;
  const { measure, out, seed, force, rescore, passes, threads } = options;
  const crop = cropOf(options.crop, null);
  const timedCrop = timedCropOf(options);
  const versions = Object.fromEntries(metrics.map(({ id, version }) => [id, version]));
  demandInputs(configurations, images, [
    ...(measure.includes('rd') ? [crop] : []),
    ...(measure.includes('timing') ? [timedCrop] : []),
  ]);

  const rdStored = rdOutlinesIn((codec) => rdFile(out, dataset, codec), warn);
  const rd = measure.includes('rd')
    ? planRd({
        configurations,
        images,
        crop,
        metrics: versions,
        stored: rdStored,
        reread: await rereadAmong(images, configurations, (codec) => rdStored(codec).hasEarly),
        ...(options.maps && {
          unmapped: unmappedIn(out, dataset, crop, metrics, warn),
        }),
        seed,
        rescore,
        force,
      })
    : null;
  const common = { ...subject, configurations };
  if (!measure.includes('timing')) {
    return { ...common, rd, timing: null };
  }

  const engines = configurations.map((configuration) => configuration.engine);
  const testbed = captureTestbed(engines, options.testbed);
  checkTestbed(out, testbed);
  const timed = outlinesIn((codec) => timingFile(out, testbed.id, dataset, codec), warn);
  const timing = planTiming({
    configurations,
    images,
    conditions: { testbed: testbed.id, crop: timedCrop, threads, passes },
    stored: timed,
    reread: await rereadAmong(images, configurations, (codec) => someEarly(timed(codec))),
    lenient: options.lenient,
    force,
  });
  return { ...common, rd, timing: { ...timing, testbed, crop: timedCrop } };
}

/** The centre crop that times are of, or null. */
export function timedCropOf({ crop }: Pick<FullSweepOptions, 'crop'>): string | null {
  return cropOf(crop, timingCrop);
}

/** Each picture once: copies of one file would be measured twice into the same record. */
function withoutCopies(images: readonly ImageRef[], warn: Warn): ImageRef[] {
  const first = new Map<string, string>();
  const copies: string[] = [];
  const kept = images.filter(({ name, sha256, bytes }) => {
    const known = first.get(sha256);
    if (known === undefined) first.set(sha256, name);
    else if (bytes > 0) copies.push(`${name} is a copy of ${known}`);
    return known === undefined || bytes === 0;
  });
  if (copies.length === 1) warn(`${copies[0]} and is left out`);
  if (copies.length > 1) warn(`${copies.length} copies are left out: ${nameShortly(copies)}`);
  return kept;
}

function cropOf(crop: string | undefined, otherwise: string | null): string | null {
  if (crop === undefined) return otherwise;
  if (crop === 'none') return null;
  const { width, height } = parseSize(crop);
  return `${width}x${height}`;
}

/** Which metrics of a stored record have no error map in the cache. */
function unmappedIn(
  out: string,
  dataset: string,
  crop: string | null,
  metrics: readonly Metric[],
  warn: Warn,
): (codec: string, key: string) => string[] {
  const stored = openRecordLookup(out, dataset, warn);
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

/** Pictures whose early records are stale; none are looked at where there is no such record. */
async function rereadAmong(
  images: readonly ImageRef[],
  configurations: readonly Configuration[],
  hasEarly: (codec: string) => boolean,
): Promise<ReadonlySet<string>> {
  const some = configurations.some(({ codec }) => hasEarly(codec));
  return some ? readOtherwise(images) : new Set();
}

function someEarly(stored: ReturnType<OutlinesOf>): boolean {
  for (const { isEarly } of stored.values()) if (isEarly) return true;
  return false;
}
