import { bitsPerPixel } from '../../base/bits-per-pixel.js';
import type { Engine } from '../../base/engine.js';
import { metrics } from '../../metrics/registry.js';
import type { MetricSource } from '../../metrics/table.js';
import { codecKey } from '../../results/identity.js';
import { rdKey } from '../../results/key.js';
import type { Provenance } from '../../results/provenance.js';
import { protocolVersion, type RdRecord, recordSchema } from '../../results/record.js';
import type { RdJob } from '../plan.js';
import type { RdOutcome, RdTask } from './task.js';

/** What the jobs of a sweep have in common. */
export interface RdConditions {
  readonly dataset: string;
  readonly crop: string | null;
  /** Keep the metrics' error maps. */
  readonly maps: boolean;
  readonly maxPixels: number;
  /** As `DecodeOptions` has it. */
  readonly maxPixelsPerByte?: number | undefined;
  /** Take what can be decoded of damaged originals. */
  readonly lenient: boolean;
  /** Where the user's own metrics are found, by id. */
  readonly ownMetrics: ReadonlyMap<string, MetricSource>;
  readonly provenance: Provenance;
  /** Name of this machine. */
  readonly machine?: string | null | undefined;
}

/** Whether two engines are one library at one version, run in one way. */
export function isSameEngine(a: Engine, b: Engine): boolean {
  return a.name === b.name && a.version === b.version && a.runtime === b.runtime;
}

/**
 * What an executor is told of a job.
 * @param previous the stored record, where only metrics are lacking
 */
export function taskOf(
  job: RdJob,
  previous: RdRecord | undefined,
  { dataset, crop, maps, maxPixels, maxPixelsPerByte, lenient, ownMetrics }: RdConditions,
): RdTask {
  // A record may hold metrics of the user's that this sweep was not given: they cannot be made anew.
  const sourcesOf = (ids: readonly string[]): MetricSource[] =>
    ids.flatMap((id) => ownMetrics.get(id) ?? (metrics.names.includes(id) ? [id] : []));
  const { name, path, sha256 } = job.image;
  return {
    key: job.key,
    codec: job.configuration.source,
    settings: job.configuration.settings,
    image: { name, path, sha256, dataset },
    crop,
    metrics: sourcesOf(job.metrics),
    kept: sourcesOf(job.kept),
    bitstreamSha256: previous?.bitstreamSha256 ?? null,
    maps,
    maxPixels,
    maxPixelsPerByte,
    lenient,
  };
}

/**
 * The record of a job. What the stored record holds besides stays, where the bitstream is the same.
 * It has the engine that ran, and the key of that engine, whatever was planned.
 */
export function recordOf(
  job: RdJob,
  previous: RdRecord | undefined,
  outcome: RdOutcome,
  sweep: RdConditions,
): RdRecord {
  const {
    busy: _busy,
    errorCode: _errorCode,
    engine: ran,
    machine,
    metrics,
    metricVersions,
    metricErrors,
    worstTiles,
    error,
    ...measured
  } = outcome;
  const { codec, spec, settings, knob } = job.configuration;
  const planned = job.configuration.engine;
  const engine = ran ?? planned;
  const asPlanned = isSameEngine(engine, planned);
  const key = asPlanned
    ? job.key
    : rdKey(codecKey({ codec, engine, settings }), job.image.sha256, sweep.crop);
  // The metrics of the stored record stay where they were made from the same bitstream.
  const same =
    asPlanned && previous !== undefined && previous.bitstreamSha256 === outcome.bitstreamSha256;
  const kept = same ? previous : null;
  const { width, height, bytes } = outcome;
  const without = <T>(values: Record<string, T> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([id]) => !(id in metrics)));
  return {
    schema: recordSchema,
    kind: 'rd',
    key,
    protocol: protocolVersion,
    codec,
    spec,
    settings,
    knob,
    engine,
    dataset: sweep.dataset,
    image: job.image.name,
    imageSha256: job.image.sha256,
    crop: sweep.crop,
    ...measured,
    bpp: bitsPerPixel(bytes, width, height),
    metrics: { ...kept?.metrics, ...metrics },
    metricVersions: { ...without(kept?.metricVersions), ...metricVersions },
    metricErrors: { ...without(kept?.metricErrors), ...metricErrors },
    worstTiles: { ...without(kept?.worstTiles), ...worstTiles },
    error,
    machine: machine ?? sweep.machine ?? null,
    ...sweep.provenance,
    at: new Date().toISOString(),
  };
}
