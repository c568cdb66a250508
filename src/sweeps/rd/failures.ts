import type { Engine } from '../../base/engine.js';
import type { Warn } from '../../base/warn.js';
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
  const alike = new Map<string, { readonly of: string; more: number }>();

  const tellError = ({ configuration, image }: RdJob, { error, errorCode }: RdOutcome): void => {
    if (error === null) return;
    const { stage, message } = error;
    const { codec, spec } = configuration;
    // A codec stores no such picture, whichever of them it is.
    const isOfSize = errorCode === 'too-large-to-store';
    const key = JSON.stringify(isOfSize ? [codec] : [codec, image.sha256, stage, message]);
    const known = alike.get(key);
    if (known !== undefined) {
      known.more += 1;
      return;
    }
    alike.set(key, { of: isOfSize ? codec : `${codec} on ${image.name}`, more: 0 });
    const code = stage === 'timeout' ? 'time-limit' : (errorCode ?? undefined);
    warn(`${spec} on ${image.name} failed in ${stage}: ${message}`, code);
  };

  return {
    tell(job, outcome) {
      const { spec, engine } = job.configuration;
      tellError(job, outcome);
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
    tellMore() {
      for (const { of, more } of alike.values()) {
        if (more > 0)
          warn(`${more} more ${more > 1 ? 'jobs' : 'job'} of ${of} failed in the same way`);
      }
      alike.clear();
    },
  };
}
