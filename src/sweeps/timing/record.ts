import { hostVersion } from '#platform/base/host.js';
import type { ImageRef } from '../../datasets/dataset.js';
import { timingKey } from '../../results/key.js';
import type { Provenance } from '../../results/provenance.js';
import {
  protocolVersion,
  recordSchema,
  type Samples,
  type TimingRecord,
} from '../../results/record.js';
import type { Configuration } from '../one-configuration.js';
import { samplesOf } from './passes.js';
import type { ImageSample } from './protocol.js';

/** What the records of a timing run have in common. */
export interface TimingConditions {
  readonly dataset: string;
  readonly testbed: { readonly id: string };
  readonly crop: string | null;
  readonly threads: number;
  readonly passes: number;
  readonly seed: number;
  readonly provenance: Provenance;
  /** What is wrong with image files that are measured all the same, by their SHA-256. */
  readonly damages: ReadonlyMap<string, string>;
}

const noSamples: Samples = { total: [], cpu: [], stages: {} };

/**
 * The record of one pass over an image, without memory figures.
 * @param sample null where it was not measured
 */
export function timingRecordOf(
  job: TimingConditions,
  configuration: Configuration,
  image: ImageRef,
  sample: ImageSample | null,
): TimingRecord {
  const { crop, threads, passes, seed } = job;
  const conditions = { testbed: job.testbed.id, crop, threads, passes };
  return {
    schema: recordSchema,
    kind: 'timing',
    key: timingKey(configuration.identity, image.sha256, conditions),
    protocol: protocolVersion,
    codec: configuration.codec,
    spec: configuration.spec,
    settings: configuration.settings,
    knob: configuration.knob,
    engine: configuration.engine,
    dataset: job.dataset,
    image: image.name,
    imageSha256: image.sha256,
    crop,
    width: sample?.width ?? null,
    height: sample?.height ?? null,
    damage: job.damages.get(image.sha256) ?? null,
    testbed: job.testbed.id,
    node: hostVersion(),
    threads,
    passes,
    seed,
    bytes: sample?.bytes ?? null,
    setupSeconds: null,
    encode: sample === null ? noSamples : samplesOf(sample.encode),
    decode: sample === null ? noSamples : samplesOf(sample.decode),
    peakBytes: null,
    error: null,
    ...job.provenance,
    at: new Date().toISOString(),
  };
}
