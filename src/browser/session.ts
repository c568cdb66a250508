import { pageCodecs } from '../codecs/browser/page-registry.js';
import type { CollectedLine, CollectJob } from '../collect/contract.js';
import type { Calibration } from '../results/testbed.js';
import { type Configuration, configurationOf } from '../sweeps/one-configuration.js';
import { type Colleague, openColleague } from './colleague.js';
import type { Collector } from './collector.js';
import type { Keep } from './keep.js';
import type { Clockwork } from './messages.js';
import type { Sight } from './sight.js';

/** What the measuring tells, as it goes. */
export interface Listener {
  onProgress(done: number, total: number, now: string): void;
  /** A line that is new, or was kept from an earlier visit. */
  onLine(line: CollectedLine): void;
  onNote(note: string): void;
}

/** All that measuring needs. */
export interface Session {
  readonly job: CollectJob;
  readonly configurations: readonly Configuration[];
  readonly testbed: string;
  readonly clock: Clockwork;
  readonly colleague: Colleague;
  readonly keep: Keep;
  readonly sight: Sight;
  readonly stop: AbortSignal;
  readonly listener: Listener;
  /** Sees to it that the worker has a picture. */
  lend(sha256: string): Promise<void>;
  /** Keeps a line and hands it on. */
  take(key: string, line: CollectedLine): Promise<void>;
  /** The calibration kernel's time here, once for a job. */
  calibration(): Promise<Calibration>;
}

/** Opens what measures one job in this page. */
export async function openSession(given: {
  readonly job: CollectJob;
  readonly collector: Collector;
  readonly keep: Keep;
  readonly testbed: string;
  readonly sight: Sight;
  readonly stop: AbortSignal;
  readonly listener: Listener;
}): Promise<Session> {
  const { job, collector, keep, listener } = given;
  const colleague = openColleague();
  const clock = await colleague.ask('hello', {}, 60);
  const configurations: Configuration[] = [];
  for (const { codec, settings } of job.configurations) {
    configurations.push(configurationOf(await pageCodecs.load(codec), settings));
  }
  const lent = new Set<string>();
  let generation = colleague.generation;
  return {
    ...given,
    ...{ configurations, clock, colleague },
    async lend(sha256) {
      if (generation !== colleague.generation) lent.clear();
      generation = colleague.generation;
      if (lent.has(sha256)) return;
      const pam = await collector.picture(sha256);
      await colleague.ask('picture', { sha256, pam }, 60);
      lent.add(sha256);
    },
    async take(key, line) {
      await keep.set(key, line);
      listener.onLine(line);
    },
    async calibration() {
      const known = keep.get<Calibration>('calibration');
      if (known) return known;
      const found = await colleague.ask('calibrate', {}, 300);
      await keep.set('calibration', found);
      return found;
    },
  };
}
