import { UsageError, unknownName } from '../base/errors.js';
import { parseSpecList } from '../base/spec-list.js';
import { pageCodecs, runsInPage } from '../codecs/browser/page-registry.js';
import { expandRequest } from '../codecs/spec.js';
import type { ImageRef } from '../datasets/dataset.js';
import { kernelMetrics } from '../metrics/kernel-metrics.js';
import { readProvenance } from '../results/provenance.js';
import { type Configuration, configurationOf } from '../sweeps/one-configuration.js';
import { openImages } from '../sweeps/open-images.js';
import type { CollectJob } from './contract.js';

/** What to collect. */
export interface CollectOptions {
  /** Codecs with settings, of those that run in a page. */
  readonly codecs: string;
  readonly dataset: string;
  readonly images?: readonly string[] | undefined;
  readonly limit?: number | undefined;
  /** The centre of this size, `WxH`; null for all of it. */
  readonly crop: string | null;
  readonly metrics: readonly string[];
  readonly measure: readonly ('rd' | 'timing')[];
  readonly passes: number;
  readonly seed: number;
  readonly maxPixels: number;
  readonly timeLimitSeconds: number;
}

/** What pages are to measure, with all that the server knows of it. */
export interface CollectPlan {
  readonly job: CollectJob;
  readonly images: readonly ImageRef[];
  readonly configurations: readonly Configuration[];
  /** Versions of the metrics that a page has, by id. */
  readonly metricVersions: Readonly<Record<string, string>>;
}

/**
 * Looks everything up, and checks that a page can run it.
 * @throws UsageError for a codec, a setting, a metric or a data set that is none, or none of a page
 */
export async function planCollect(options: CollectOptions): Promise<CollectPlan> {
  const { dataset: asked, images: names, limit, crop, metrics, measure } = options;
  const { passes, seed, maxPixels, timeLimitSeconds } = options;
  const configurations = await configurationsOf(options.codecs);
  const metricVersions = await versionsOf(metrics);
  const { id, images } = await openImages(asked, {
    ...(names && { images: names }),
    ...(limit !== undefined && { limit }),
  });
  const job: CollectJob = {
    schema: 1,
    ...readProvenance(),
    ...{ dataset: id, crop },
    images: images.map(({ name, sha256 }) => ({ name, sha256 })),
    configurations: configurations.map(({ codec, spec, settings }) => ({ codec, spec, settings })),
    metrics: [...metrics],
    measure: [...measure],
    ...{ passes, seed, maxPixels, timeLimitSeconds },
  };
  return { job, images, configurations, metricVersions };
}

async function configurationsOf(list: string): Promise<Configuration[]> {
  const found = new Map<string, Configuration>();
  for (const request of [{ id: 'raw', alternatives: {} }, ...parseSpecList(list)]) {
    const codec = await pageCodecs.load(request.id);
    for (const settings of expandRequest(codec, request)) {
      const configuration = configurationOf(codec, settings);
      const answer = runsInPage(codec, settings);
      if (answer !== true) {
        throw new UsageError(`${configuration.spec} cannot run in a page: ${answer}`, {
          code: 'codec-unavailable',
          data: { spec: configuration.spec, reason: answer },
        });
      }
      found.set(configuration.spec, configuration);
    }
  }
  return [...found.values()];
}

async function versionsOf(ids: readonly string[]): Promise<Record<string, string>> {
  const known: Readonly<Record<string, (typeof kernelMetrics)[keyof typeof kernelMetrics]>> =
    kernelMetrics;
  const versions: Record<string, string> = {};
  for (const id of ids) {
    if (!Object.hasOwn(known, id)) {
      throw unknownName('metric', id, Object.keys(known), 'a page');
    }
    versions[id] = (await known[id]!()).version;
  }
  return versions;
}
