import { messageOf } from '../base/errors.js';
import { shuffle } from '../base/statistics.js';
import type { TimingRecord } from '../results/record.js';
import type { Configuration } from '../sweeps/one-configuration.js';
import { doubledConfiguration, noiseOf } from '../sweeps/timing/noise.js';
import { joinPasses } from '../sweeps/timing/passes.js';
import type { ImageSample } from '../sweeps/timing/protocol.js';
import { timingRecordOf } from '../sweeps/timing/record.js';
import type { Session } from './session.js';
import { describeTestbed } from './this-testbed.js';

/** Samples of fewer steps of the clock than this are marked: METHOD of timing, as in Node. */
const leastSteps = 50;

/** What is kept of a pass. */
interface Pass {
  readonly index: number;
  readonly samples: readonly ImageSample[];
}

/**
 * Times the codecs against each other in rounds, as a sweep does: each makes one pass over all images in
 * every round, in an order shuffled anew, the first round to warm up; one of them twice, for the noise.
 * A pass during which the page was hidden is made again.
 */
export async function runTiming(session: Session): Promise<void> {
  const { job, configurations, keep, stop, listener } = session;
  const { passes, seed } = job;
  const calibration = await session.calibration();
  const doubled = doubledConfiguration(configurations);
  const twin = configurations.length;
  const all = doubled < 0 ? configurations : [...configurations, configurations[doubled]!];
  const total = all.length * (passes + 1);
  const runner = openRunner(session);
  let done = 0;
  for (let round = 0; round <= passes; round++) {
    for (const index of shuffle([...all.keys()], seed + round)) {
      if (stop.aborted) return;
      const { spec } = all[index]!;
      listener.onProgress(done++, total, `${spec}, ${round === 0 ? 'warm-up' : `pass ${round}`}`);
      const isNeeded = round === 0 ? !isComplete(session, index) : !keep.get(passKey(round, index));
      if (!isNeeded || keep.get(`failed ${index}`) !== undefined) continue;
      try {
        if (!runner.isWarm(index)) await runner.pass(index, all[index]!);
        if (round === 0) continue;
        const samples = await runner.pass(index, all[index]!);
        await keep.set(passKey(round, index), { index, samples } satisfies Pass);
      } catch (error) {
        if (stop.aborted) return;
        await keep.set(`failed ${index}`, messageOf(error));
        listener.onNote(`${spec} takes no further part in the timing: ${messageOf(error)}`);
      }
    }
  }
  listener.onProgress(total, total, 'times');
  const rounds = (index: number) => passesOf(session, index).map(({ samples }) => samples);
  const noise =
    doubled < 0
      ? null
      : noiseOf(configurations[doubled]!, [rounds(doubled), rounds(twin)], {
          ...{ seed, passes, images: job.images.length },
        });
  const engines = configurations.map(({ engine }) => engine);
  const testbed = {
    ...describeTestbed(session.testbed, engines, session.clock),
    noise,
    calibration,
  };
  await session.take('testbed', { kind: 'testbed', ...testbed });
  for (const record of recordsOf(session)) await session.take(`timing ${record.key}`, record);
}

const passKey = (round: number, index: number): string =>
  `pass ${String(index).padStart(4, '0')} ${String(round).padStart(4, '0')}`;

function passesOf({ keep }: Session, index: number): Pass[] {
  return keep.all<Pass>(`pass ${String(index).padStart(4, '0')} `);
}

function isComplete(session: Session, index: number): boolean {
  return passesOf(session, index).length >= session.job.passes;
}

/** Makes passes in the worker, which is cold after it was replaced. */
function openRunner(session: Session) {
  const { job, colleague, sight, keep } = session;
  const { maxPixels, timeLimitSeconds } = job;
  const warm = new Set<number>();
  let generation = colleague.generation;
  return {
    isWarm(index: number): boolean {
      if (generation !== colleague.generation) warm.clear();
      generation = colleague.generation;
      return warm.has(index);
    },
    async pass(
      index: number,
      asked: Pick<Configuration, 'codec' | 'settings'>,
    ): Promise<Pass['samples']> {
      const sha256s = job.images.map(({ sha256 }) => sha256);
      for (;;) {
        for (const sha256 of sha256s) await session.lend(sha256);
        await sight.untilSeen();
        const before = sight.hides();
        const { codec, settings } = asked;
        const question = { name: index, codec, settings, maxPixels, sha256s };
        const limit = timeLimitSeconds * sha256s.length;
        const samples = await colleague.ask('pass', question, limit);
        warm.add(index);
        if (sight.hides() === before) return samples;
        await keep.set('hidden', true);
      }
    },
  };
}

/** The records of all passes, marked where the clock is too coarse and where the page was hidden. */
function recordsOf(session: Session): TimingRecord[] {
  const { job, configurations, testbed, clock, keep } = session;
  const { dataset, crop, passes, seed, version, commit } = job;
  const conditions = {
    ...{ dataset, crop, passes, seed, threads: 1, testbed: { id: testbed } },
    provenance: { version, commit },
    damages: new Map<string, string>(),
  };
  const single = configurations.flatMap((configuration, index) =>
    passesOf(session, index).flatMap(({ samples }) =>
      samples.map((sample, i) => {
        const image = { ...job.images[i]!, path: '', bytes: 0 };
        return timingRecordOf(conditions, configuration, image, sample);
      }),
    ),
  );
  const least = leastSteps * clock.resolutionSeconds;
  return joinPasses(single).map((record) => {
    const coarse = (['encode', 'decode'] as const).filter((direction) =>
      record[direction].total.some((seconds) => seconds < least),
    );
    return {
      ...record,
      ...(coarse.length > 0 && { coarse }),
      ...(keep.get('hidden') === true && { hidden: true }),
    };
  });
}
