import { now } from '../base/clock.js';
import { readBounded } from '../base/read-bounded.js';
import { seededRandom } from '../base/statistics.js';
import type { ImageRef } from '../datasets/dataset.js';
import { parseSize } from '../image/crop.js';
import { readHeader } from '../image/files/header.js';
import { createRaster, type Raster } from '../image/raster.js';
import type { Metric } from '../metrics/metric.js';
import { captureTestbed } from '../results/capture-testbed.js';
import { openPaces, type PaceSource } from './paces.js';
import type { SweepPlan } from './prepare.js';

/** How long a sweep will take, as far as that is known. */
export interface Forecast {
  /** Seconds until it ends, without what is not known: by the clock, all workers at work. */
  readonly seconds: number;
  /** Parts of it: the first two of the workers together, which share them. */
  readonly codecSeconds: number;
  readonly metricSeconds: number;
  readonly timingSeconds: number;
  readonly workers: number;
  /** Jobs that are left to do, and those of them of which nothing is known. */
  readonly jobs: number;
  readonly unknownJobs: number;
  /** Printed forms of the configurations of which nothing is known. */
  readonly unknown: readonly string[];
  /** Whose times it is based on. */
  readonly from: readonly PaceSource[];
}

/** Side of the picture that metrics are timed on. */
const metricSide = 256;

/**
 * Foretells how long a plan takes: encode and decode by stored times of this or another machine, metrics by
 * timing them now on a small picture.
 */
export async function forecastSweep(plan: SweepPlan): Promise<Forecast> {
  const { options, configurations, images, rd, timing } = plan;
  const here = captureTestbed(configurations.map(({ engine }) => engine));
  const paceOf = openPaces(options.out, here);
  const sizes = new Map<string, Size | null>();
  for (const image of images) sizes.set(image.sha256, await sizeOf(image));
  const from = new Map<string, PaceSource>();
  const unknown = new Set<string>();
  let unknownJobs = 0;
  const secondsOf = (
    configuration: SweepPlan['configurations'][number],
    image: ImageRef,
    crop: string | null,
  ): number => {
    const pace = paceOf(configuration);
    const megapixels = megapixelsOf(sizes.get(image.sha256) ?? null, crop);
    if (pace === null || megapixels === null) {
      unknownJobs += 1;
      unknown.add(configuration.spec);
      return 0;
    }
    from.set(`${pace.source.folder} ${pace.source.testbed}`, pace.source);
    return pace.secondsPerMegapixel * megapixels;
  };

  const wanted = new Set(rd?.jobs.flatMap(({ metrics }) => metrics));
  const metricPaces = await timeMetrics(plan.metrics.filter(({ id }) => wanted.has(id)));
  let [codecSeconds, metricSeconds, timingSeconds] = [0, 0, 0];
  for (const { configuration, image, metrics, stored } of rd?.jobs ?? []) {
    const megapixels = megapixelsOf(sizes.get(image.sha256) ?? null, rd!.crop) ?? 0;
    for (const id of metrics) metricSeconds += (metricPaces.get(id) ?? 0) * megapixels;
    if (!stored) codecSeconds += secondsOf(configuration, image, rd!.crop);
  }
  // One pass to warm up, and those that count.
  for (const configuration of timing?.configurations ?? []) {
    for (const image of images) {
      timingSeconds += (options.passes + 1) * secondsOf(configuration, image, timing!.crop);
    }
  }
  const rdJobs = rd?.jobs.length ?? 0;
  const workers = Math.max(1, Math.min(options.jobs, rdJobs));
  return {
    seconds: (codecSeconds + metricSeconds) / workers + timingSeconds,
    ...{ codecSeconds, metricSeconds, timingSeconds, workers },
    jobs: rdJobs + (timing?.configurations.length ?? 0) * images.length,
    ...{ unknownJobs, unknown: [...unknown], from: [...from.values()] },
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** By the file's header; null where only decoding would tell. */
async function sizeOf({ path }: ImageRef): Promise<Size | null> {
  const bytes = await readBounded(path, { bound: 'picture' }).catch(() => null);
  return bytes && readHeader(bytes);
}

function megapixelsOf(size: Size | null, crop: string | null): number | null {
  if (size === null) return null;
  const most = crop === null ? size : parseSize(crop);
  return (Math.min(size.width, most.width) * Math.min(size.height, most.height)) / 1e6;
}

/** Seconds a megapixel of each metric, by one run after another to warm up. */
async function timeMetrics(metrics: readonly Metric[]): Promise<Map<string, number>> {
  const [original, decoded] = [noisePicture(1), noisePicture(2)];
  const paces = new Map<string, number>();
  for (const metric of metrics) {
    const run = async (): Promise<number> => {
      const start = now();
      const scorer = await metric.prepare(original);
      await scorer.score(decoded).finally(() => scorer.close());
      return now() - start;
    };
    // A metric that fails fails in the sweep, which tells of it.
    const seconds = await run()
      .then(run)
      .catch(() => null);
    if (seconds !== null) paces.set(metric.id, seconds / (metricSide ** 2 / 1e6));
  }
  return paces;
}

function noisePicture(seed: number): Raster {
  const random = seededRandom(seed);
  const data = Uint8Array.from({ length: 3 * metricSide ** 2 }, () => random.integer(256));
  return createRaster({ width: metricSide, height: metricSide, channels: 3, depth: 8, data });
}
