import { createLargeMap, type LargeLookup } from '../../base/large-map.js';
import type { ImageRef } from '../../datasets/dataset.js';
import { estimationVersion } from '../../estimate/version.js';
import { estimateKey, rdKey } from '../../results/key.js';
import type { Configuration } from '../one-configuration.js';
import type { OutlinesOf } from '../plan.js';
import type { EstimateConditions } from './task.js';

/** One estimate to make. */
export interface EstimateJob {
  readonly key: string;
  /** Of the record that has the actual size. */
  readonly rdKey: string;
  readonly configuration: Configuration;
  readonly image: ImageRef;
  readonly estimator: string;
}

export interface EstimatePlan {
  /** In the order to run them: picture by picture, so that each is decoded once. */
  readonly jobs: readonly EstimateJob[];
  /** Estimates that are stored already. */
  readonly finished: number;
  /** Jobs among `jobs` that failed before. */
  readonly retried: number;
  /** Keys of all records of the plan, stored or to be made. */
  readonly keys: LargeLookup<string, true>;
}

/**
 * Plans the estimates: every estimator on every configuration and image, less what is stored. Pure. One
 * that failed is made again.
 * @param estimators ids, and `auto`
 */
export function planEstimates(input: {
  configurations: readonly Configuration[];
  images: readonly ImageRef[];
  estimators: readonly string[];
  conditions: EstimateConditions;
  calibrationSha256: string;
  stored: OutlinesOf;
  force?: boolean;
}): EstimatePlan {
  const { configurations, images, estimators, conditions } = input;
  const { calibrationSha256, stored, force = false } = input;
  const { seed, sampleWidth, timeBudgetSeconds, timeLimitSeconds } = conditions;
  const common = { seed, sampleWidth, timeBudgetSeconds, timeLimitSeconds, calibrationSha256 };
  const jobs: EstimateJob[] = [];
  const keys = createLargeMap<string, true>();
  let retried = 0;
  for (const image of images) {
    for (const configuration of configurations) {
      const { identity } = configuration;
      const known = stored(configuration.codec);
      for (const estimator of estimators) {
        const how = { ...common, estimator, estimation: estimationVersion };
        const key = estimateKey(identity, image.sha256, how);
        keys.set(key, true);
        const record = known.get(key);
        if (!force && record !== undefined && !record.failed) continue;
        if (record?.failed) retried += 1;
        jobs.push({
          ...{ key, configuration, image, estimator },
          rdKey: rdKey(identity, image.sha256, null),
        });
      }
    }
  }
  return { jobs, finished: keys.size - jobs.length, retried, keys };
}
