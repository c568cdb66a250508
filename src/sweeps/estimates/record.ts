import { knownClass } from '../../base/content-class.js';
import { estimationVersion } from '../../estimate/version.js';
import { codecKey } from '../../results/identity.js';
import { estimateKey, rdKey } from '../../results/key.js';
import type { Provenance } from '../../results/provenance.js';
import { type EstimateRecord, protocolVersion, recordSchema } from '../../results/record.js';
import { isSameEngine } from '../rd/record.js';
import type { EstimateJob } from './plan.js';
import type { EstimateConditions, EstimateOutcome } from './task.js';

/** What the records of a sweep have in common. */
export interface EstimateFacts {
  readonly dataset: string;
  readonly conditions: EstimateConditions;
  readonly calibration: EstimateRecord['calibration'];
  readonly testbed: string;
  readonly provenance: Provenance;
}

/** The record of a job. It has the engine that ran, and the keys of that engine, whatever was planned. */
export function estimateRecordOf(
  job: EstimateJob,
  outcome: EstimateOutcome,
  { dataset, conditions, calibration, testbed, provenance }: EstimateFacts,
): EstimateRecord {
  const { configuration, image, estimator } = job;
  const { codec, spec, settings, knob } = configuration;
  const content = knownClass(image.content ?? null);
  const { looksLike, engine: ran, errorCode: _, ...answered } = outcome;
  const { seed, sampleWidth, timeBudgetSeconds, timeLimitSeconds } = conditions;
  const asked = {
    ...{ estimator, estimation: estimationVersion, seed, sampleWidth },
    ...{ timeBudgetSeconds, timeLimitSeconds },
  };
  const engine = ran ?? configuration.engine;
  const identity = codecKey({ codec, engine, settings });
  const keys = isSameEngine(engine, configuration.engine)
    ? { key: job.key, rdKey: job.rdKey }
    : {
        key: estimateKey(identity, image.sha256, {
          ...asked,
          calibrationSha256: calibration.sha256,
        }),
        rdKey: rdKey(identity, image.sha256, null),
      };
  const { width, height, damage, ...figures } = answered;
  return {
    ...{ schema: recordSchema, kind: 'estimate', ...keys, protocol: protocolVersion },
    ...{ codec, spec, settings, knob, engine, dataset },
    ...{ image: image.name, imageSha256: image.sha256, crop: null, width, height, damage },
    ...{ ...asked, calibration },
    content: content ?? looksLike,
    contentFrom: content !== null ? 'dataset' : looksLike === null ? null : 'image',
    ...{ testbed, node: process.versions.node },
    ...figures,
    ...provenance,
    at: new Date().toISOString(),
  };
}
