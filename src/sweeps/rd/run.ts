import { now } from '../../base/clock.js';
import type { Warn } from '../../base/warn.js';
import type { ImageRef } from '../../datasets/dataset.js';
import { openRecordLookup } from '../../results/lookup.js';
import type { Provenance } from '../../results/provenance.js';
import { protocolVersion, type RdRecord, recordSchema } from '../../results/record.js';
import type { RdJob } from '../plan.js';
import type { RdOutcome } from './job.js';
import { openRdWorker, type RdWorker } from './pool.js';
import { createRdQueue } from './queue.js';
import { openRdWriter } from './writer.js';

export interface RdSweep {
  readonly results: string;
  readonly dataset: string;
  readonly crop: string | null;
  readonly jobs: readonly RdJob[];
  /** Jobs of the whole sweep, those included that were finished before. */
  readonly planned: number;
  readonly workers: number;
  /** Keep the metrics' error maps. */
  readonly maps: boolean;
  readonly maxPixels: number;
  readonly timeLimitSeconds: number;
  /** Share of the planned jobs above which, if failed, the sweep ends. */
  readonly maxFailures: number;
  readonly provenance: Provenance;
  /** Stops taking up jobs; the running ones are finished. */
  readonly stop: AbortSignal;
  /** Stops the running jobs as well. */
  readonly halt: AbortSignal;
  readonly warn: Warn;
  readonly onProgress: (done: number, total: number, failed: number) => void;
}

/** How a rate-distortion sweep went. */
export interface RdSummary {
  readonly measured: number;
  readonly failed: number;
  /** The sweep ended early because too many jobs failed. */
  readonly gaveUp: boolean;
  readonly seconds: number;
  readonly workers: number;
  /** Seconds of all workers inside codecs and inside metrics. */
  readonly busy: { readonly codec: number; readonly metrics: number };
}

/** Runs the jobs in a pool of worker processes and appends their records as they come. */
export async function runRdSweep(sweep: RdSweep): Promise<RdSummary> {
  const { jobs, warn, onProgress } = sweep;
  const start = now();
  // Aborted when no more jobs are to be taken up: too many failed, or records cannot be written.
  const end = new AbortController();
  const workers = Math.min(sweep.workers, jobs.length);
  const writer = openRdWriter(sweep.results, warn, () => end.abort());
  const stored = openRecordLookup(sweep.results, sweep.dataset, warn);
  const busy = { codec: 0, metrics: 0 };
  const queue = createRdQueue(jobs);
  const mostFailures = sweep.maxFailures * sweep.planned;
  let measured = 0;
  let failed = 0;

  const runJob = async (job: RdJob, worker: RdWorker): Promise<void> => {
    const previous = job.stored ? stored(job.configuration.codec, job.key) : undefined;
    const outcome = await worker.run(taskOf(job, previous, sweep));
    // A worker that dies while the sweep is being stopped says nothing about the codec.
    if (outcome.error?.stage === 'worker' && (sweep.stop.aborted || sweep.halt.aborted)) return;
    measured += 1;
    busy.codec += outcome.busy.codec;
    busy.metrics += outcome.busy.metrics;
    if (outcome.error) {
      failed += 1;
      const { stage, message } = outcome.error;
      warn(`${job.configuration.spec} on ${job.image.name} failed in ${stage}: ${message}`);
      if (failed > mostFailures) end.abort();
    }
    for (const [id, message] of Object.entries(outcome.metricErrors)) {
      // What is not defined for a picture has a version all the same, and is no failure.
      if (id in outcome.metricVersions) continue;
      warn(`${id} of ${job.configuration.spec} on ${job.image.name} failed: ${message}`);
    }
    // A stored record is better than the failure to score it once more.
    if (!(previous && outcome.error)) writer.add(recordOf(job, previous, outcome, sweep));
    onProgress(measured, jobs.length, failed);
  };
  const work = async (index: number): Promise<void> => {
    const worker = openRdWorker(sweep);
    try {
      while (!end.signal.aborted && !sweep.stop.aborted) {
        const job = queue.take(index);
        if (job === undefined) return;
        await runJob(job, worker);
      }
    } catch (error) {
      end.abort();
      throw error;
    } finally {
      worker.close();
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, index) => work(index)));
  await writer.finish();
  const gaveUp = failed > mostFailures;
  return { measured, failed, gaveUp, seconds: now() - start, workers, busy };
}

function taskOf(job: RdJob, previous: RdRecord | undefined, { crop, maps, maxPixels }: RdSweep) {
  const { name, path, sha256 }: ImageRef = job.image;
  return {
    codec: job.configuration.source,
    settings: job.configuration.settings,
    image: { name, path, sha256 },
    crop,
    metrics: job.metrics,
    kept: job.kept,
    bitstreamSha256: previous?.bitstreamSha256 ?? null,
    maps,
    maxPixels,
  };
}

function recordOf(
  job: RdJob,
  previous: RdRecord | undefined,
  outcome: RdOutcome,
  sweep: RdSweep,
): RdRecord {
  const {
    busy: _busy,
    metrics,
    metricVersions,
    metricErrors,
    worstTiles,
    error,
    ...measured
  } = outcome;
  // The metrics of the stored record stay where they were made from the same bitstream.
  const same = previous !== undefined && previous.bitstreamSha256 === outcome.bitstreamSha256;
  const kept = same ? previous : null;
  const { width, height, bytes } = outcome;
  const without = <T>(values: Record<string, T> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([id]) => !(id in metrics)));
  return {
    schema: recordSchema,
    kind: 'rd',
    key: job.key,
    protocol: protocolVersion,
    codec: job.configuration.codec,
    spec: job.configuration.spec,
    settings: job.configuration.settings,
    knob: job.configuration.knob,
    engine: job.configuration.engine,
    dataset: sweep.dataset,
    image: job.image.name,
    imageSha256: job.image.sha256,
    crop: sweep.crop,
    ...measured,
    bpp:
      bytes === null || width === null || height === null ? null : (8 * bytes) / (width * height),
    metrics: { ...kept?.metrics, ...metrics },
    metricVersions: { ...without(kept?.metricVersions), ...metricVersions },
    metricErrors: { ...without(kept?.metricErrors), ...metricErrors },
    worstTiles: { ...without(kept?.worstTiles), ...worstTiles },
    error,
    ...sweep.provenance,
    at: new Date().toISOString(),
  };
}
