import type { Engine } from '../../base/engine.js';
import type { Warn } from '../../base/warn.js';
import { openAlikeFailures } from '../failures.js';
import type { RdJob } from '../plan.js';
import { isSameEngine } from './record.js';
import type { RdOutcome } from './task.js';

/** Tells what went wrong in the jobs of a sweep. */
export interface Failures {
  tell(job: RdJob, outcome: RdOutcome): void;
  /** At the end: how many more jobs failed as others did, which were told of once. */
  tellMore(): void;
}

/** Opens it. What fails with every setting of a codec in the same way is told once. */
export function openFailures(warn: Warn): Failures {
  const alike = openAlikeFailures(warn);
  return {
    tell(job, outcome) {
      const { spec, engine, codec } = job.configuration;
      const { error, errorCode } = outcome;
      if (error !== null) {
        alike.tell({ name: spec, kind: codec, image: job.image, error, errorCode });
      }
      for (const [id, message] of Object.entries(outcome.metricErrors)) {
        // What is not defined for a picture has a version all the same, and is no failure.
        if (id in outcome.metricVersions) continue;
        warn(`${id} of ${spec} on ${job.image.name} failed: ${message}`);
      }
      if (outcome.engine !== null && !isSameEngine(outcome.engine, engine)) {
        const nameOf = ({ name, version, runtime }: Engine) => `${name} ${version} (${runtime})`;
        warn(
          `${spec} ran on ${nameOf(outcome.engine)}, planned was ${nameOf(engine)}; its record names what ran`,
        );
      }
    },
    tellMore: alike.tellMore,
  };
}
