import type { LargeLookup } from '../base/large-map.js';
import { shuffle } from '../base/statistics.js';
import type { ImageRef } from '../datasets/dataset.js';
import { rdKey, timingKey } from '../results/key.js';
import type { RecordOutline } from '../results/outlines.js';
import type { RdOutlines } from '../results/rd-outlines.js';
import type { Configuration } from './one-configuration.js';

/** One rate-distortion measurement to make. */
export interface RdJob {
  readonly key: string;
  readonly configuration: Configuration;
  readonly image: ImageRef;
  /** Metrics to compute. */
  readonly metrics: readonly string[];
  /** Metrics that the stored record holds already, and that stay. */
  readonly kept: readonly string[];
  /** Whether there is a stored record, whose bitstream need not be encoded again. */
  readonly stored: boolean;
}

export interface RdPlan {
  readonly crop: string | null;
  /** In the order to run them. */
  readonly jobs: readonly RdJob[];
  /** Measurements that are complete already. */
  readonly finished: number;
  /** Jobs among `jobs` that failed before. */
  readonly retried: number;
  /** Jobs among `jobs` that only lack metrics. */
  readonly rescored: number;
}

/** What is stored so far, by codec and key. */
export type OutlinesOf = (codec: string) => LargeLookup<string, RecordOutline>;

/** The record, unless it is an early one of a picture, by SHA-256, that is read otherwise by now. */
function ofPresentReading(
  record: RecordOutline | undefined,
  sha256: string,
  reread: ReadonlySet<string>,
): RecordOutline | undefined {
  return record?.isEarly && reread.has(sha256) ? undefined : record;
}

/**
 * Plans the rate-distortion jobs: every configuration on every image, less what is finished,
 * shuffled. Pure. A stored record is finished when it holds every wanted metric at its present version; one
 * that failed is tried again.
 * @param metrics wanted metrics with their versions
 * @param unmapped which metrics of a stored record lack an error map, where maps are wanted
 * @param reread pictures, by SHA-256, whose early records are of other samples: they are made anew
 * @param rescore compute all wanted metrics anew from the kept bitstreams
 * @param force make everything anew
 */
export function planRd(input: {
  configurations: readonly Configuration[];
  images: readonly ImageRef[];
  crop: string | null;
  metrics: Readonly<Record<string, string>>;
  /** What is stored so far, by codec. */
  stored: (codec: string) => RdOutlines;
  unmapped?: (codec: string, key: string) => readonly string[];
  reread?: ReadonlySet<string>;
  seed: number;
  rescore?: boolean;
  force?: boolean;
}): RdPlan {
  const { configurations, images, crop, metrics, stored, unmapped, seed } = input;
  const { reread = new Set(), rescore = false, force = false } = input;
  const wanted = Object.keys(metrics);
  const stale = lackOf(metrics, rescore);
  const jobs: RdJob[] = [];
  let finished = 0;
  let retried = 0;
  let rescored = 0;
  for (const configuration of configurations) {
    const { codec, identity } = configuration;
    const known = stored(codec).of(identity, crop);
    // Most of a large plan may be finished: their keys are not made.
    const keyOf = ({ sha256 }: ImageRef): string => rdKey(identity, sha256, crop);
    for (const image of images) {
      const record = ofPresentReading(known(image.sha256), image.sha256, reread);
      if (force || record === undefined || record.failed) {
        if (record?.failed) retried += 1;
        const key = keyOf(image);
        jobs.push({ key, configuration, image, metrics: wanted, kept: none, stored: false });
        continue;
      }
      const { lack, kept } = withUnmapped(stale(record), unmapped?.(codec, keyOf(image)) ?? none);
      if (lack.length === 0) {
        finished += 1;
        continue;
      }
      rescored += 1;
      const key = keyOf(image);
      jobs.push({ key, configuration, image, metrics: lack, kept, stored: true });
    }
  }
  return { crop, jobs: shuffle(jobs, seed), finished, retried, rescored };
}

const none: readonly string[] = [];

/** Which wanted metrics a record lacks, and which of its metrics stay. */
function lackOf(
  metrics: Readonly<Record<string, string>>,
  rescore: boolean,
): (record: RecordOutline) => Lack {
  const answers = new Map<RecordOutline, Lack>();
  return (record) => {
    const known = answers.get(record);
    if (known) return known;
    const lack = Object.keys(metrics).filter(
      (id) => rescore || record.metricVersions[id] !== metrics[id],
    );
    const kept = Object.keys(record.metricVersions).filter((id) => !lack.includes(id));
    answers.set(record, { lack, kept });
    return { lack, kept };
  };
}

type Lack = { readonly lack: readonly string[]; readonly kept: readonly string[] };

/** Metrics whose map is missing are computed again. */
function withUnmapped({ lack, kept }: Lack, unmapped: readonly string[]): Lack {
  if (unmapped.length === 0) return { lack, kept };
  return {
    lack: [...new Set([...lack, ...unmapped])],
    kept: kept.filter((id) => !unmapped.includes(id)),
  };
}

export interface TimingPlan {
  /** Configurations with an image that is not timed yet; they are timed on all images anew. */
  readonly configurations: readonly Configuration[];
  /** Records that are complete already. */
  readonly finished: number;
  /** Those of `configurations` that lack a complete record still, by what is stored later on. */
  stillLacking(stored: OutlinesOf): readonly Configuration[];
}

/**
 * Plans the timing: the configurations that lack a complete record of some image. Pure. A record is
 * complete with all its passes and its memory, or where the image cannot be loaded.
 * @param reread as for `planRd`
 * @param lenient images that could not be loaded are tried again: their files may be damaged alone
 */
export function planTiming(input: {
  configurations: readonly Configuration[];
  images: readonly ImageRef[];
  conditions: { testbed: string; crop: string | null; threads: number; passes: number };
  stored: OutlinesOf;
  reread?: ReadonlySet<string>;
  lenient?: boolean;
  force?: boolean;
}): TimingPlan {
  const { configurations, images, conditions, lenient = false, force = false } = input;
  const { reread = new Set() } = input;
  const complete = (stored: OutlinesOf, configuration: Configuration): boolean =>
    images.every((image) => {
      const key = timingKey(configuration.identity, image.sha256, conditions);
      const known = stored(configuration.codec).get(key);
      const record = ofPresentReading(known, image.sha256, reread);
      if (record === undefined || record.failed) return !lenient && (record?.unloadable ?? false);
      // A command line has no memory figures.
      const whole = record.hasMemory || configuration.engine.runtime === 'cli';
      return record.passes >= conditions.passes && whole;
    });
  const lackingBy = (among: readonly Configuration[], stored: OutlinesOf): Configuration[] =>
    among.filter((configuration) => force || !complete(stored, configuration));
  const lacking = lackingBy(configurations, input.stored);
  return {
    configurations: lacking,
    stillLacking: (stored) => lackingBy(lacking, stored),
    finished: (configurations.length - lacking.length) * images.length,
  };
}
