import { messageOf } from '../base/errors.js';
import { rdKey } from '../results/key.js';
import { emptyOutcome } from '../sweeps/rd/outcome.js';
import { recordOf } from '../sweeps/rd/record.js';
import type { Session } from './session.js';

/** Measures rates and distortions, image by image; what is kept from an earlier visit is passed over. */
export async function runRd(session: Session): Promise<void> {
  const { job, configurations, testbed, keep, stop, listener, colleague } = session;
  const { dataset, crop, metrics, maxPixels, timeLimitSeconds, version, commit } = job;
  const conditions = {
    ...{ dataset, crop, maxPixels, maps: false, lenient: false },
    ...{ ownMetrics: new Map(), machine: testbed },
    provenance: { version, commit },
  };
  const total = job.images.length * configurations.length;
  let done = 0;
  for (const { name, sha256 } of job.images) {
    for (const configuration of configurations) {
      if (stop.aborted) return;
      const { codec, settings, spec, engine } = configuration;
      const key = rdKey(configuration.identity, sha256, crop);
      listener.onProgress(done++, total, `${spec} on ${name}`);
      if (keep.get(`rd ${key}`) !== undefined) continue;
      await session.lend(sha256);
      const outcome = await colleague
        .ask('rd', { codec, settings, maxPixels, sha256, metrics }, timeLimitSeconds)
        .catch((error: unknown) => ({
          ...emptyOutcome(),
          engine,
          error: { stage: 'timeout' as const, message: messageOf(error) },
        }));
      const image = { name, sha256, path: '', bytes: 0 };
      const planned = { key, configuration, image, metrics, kept: [], stored: false };
      await session.take(`rd ${key}`, recordOf(planned, undefined, outcome, conditions));
    }
  }
  listener.onProgress(total, total, 'rates and distortions');
}
