import { appendLines } from '../../base/append.js';
import { isOwnError, messageOf } from '../../base/errors.js';
import type { Warn } from '../../base/warn.js';
import { prepareFor } from '../../codecs/open-codec.js';
import { loadCodec } from '../../codecs/table.js';
import type { ImageRef } from '../../datasets/dataset.js';
import { tellDamage } from '../../image/files/damage.js';
import type { TimingRecord } from '../../results/record.js';
import type { Calibration, Noise, Testbed } from '../../results/testbed.js';
import type { Configuration } from '../configuration.js';
import type { SweepListener } from '../events.js';
import { loadOriginal } from '../original.js';
import { calibrate } from './calibration.js';
import { foldJournal, openJournal, recoverJournals } from './journal.js';
import { lockMachine } from './machine-lock.js';
import { type MemoryUse, measureMemory } from './memory.js';
import { doubledConfiguration, noiseOf } from './noise.js';
import type { ImageSample } from './protocol.js';
import { type TimingConditions, timingRecordOf } from './record.js';
import { runRounds } from './rounds.js';

/** A timing run to make. */
export interface TimingJob extends Omit<TimingConditions, 'damages'> {
  readonly results: string;
  readonly configurations: readonly Configuration[];
  readonly images: readonly ImageRef[];
  readonly testbed: Testbed;
  readonly maxPixels: number;
  /** Take what can be decoded of damaged images. */
  readonly lenient: boolean;
  readonly timeLimitSeconds: number;
  readonly stop: AbortSignal;
  readonly warn: Warn;
  readonly onProgress: SweepListener['onProgress'];
}

/** The same with what is found wrong with the images that are timed. */
type MarkedJob = TimingJob & { readonly damages: Map<string, string> };

/** What a timing run gave. */
export interface TimingResult {
  /** One record per configuration and image, written already. */
  readonly records: readonly TimingRecord[];
  /** null where the run was stopped, or has fewer than three passes. */
  readonly noise: Noise | null;
  /** Of just before the first round; null where the run was stopped before that. */
  readonly calibration: Calibration | null;
}

/**
 * Times configurations on images, alone on this machine as far as this program can see to it, and
 * measures their memory. A run that is stopped keeps what it measured, as records of fewer passes, which the
 * next run replaces.
 */
export async function runTiming(asked: TimingJob): Promise<TimingResult> {
  const damages = new Map<string, string>();
  const job: MarkedJob = { ...asked, damages };
  const place = { results: job.results, testbed: job.testbed.id, dataset: job.dataset };
  const unlock = await lockMachine(job.warn, job.stop);
  if (unlock === null) return { records: [], noise: null, calibration: null };
  const release = [unlock];
  try {
    await recoverJournals(place, job.warn);
    const { journal, letGo } = await openJournal(place);
    release.push(letGo);
    const images = await loadableImages(job, journal);
    const calibration = job.stop.aborted ? null : await calibrate();
    const { noise, largest } = await timeConfigurations({ ...job, images }, journal);
    const memory = largest === null ? new Map() : await measureConfigurations(job, largest);
    const withMemory = (record: TimingRecord): TimingRecord => {
      const use: MemoryUse | undefined = memory.get(record.spec);
      if (use === undefined || largest === null || record.error !== null) return record;
      const { setupSeconds, ...bytes } = use;
      return { ...record, setupSeconds, peakBytes: { ...bytes, image: largest.name } };
    };
    const records = await foldJournal(journal, place, (all) => all.map(withMemory), job.warn);
    return { records, noise, calibration };
  } finally {
    for (const free of release.reverse()) free();
  }
}

/** The images that can be loaded; the others get their failed records at once. */
async function loadableImages(job: MarkedJob, journal: string): Promise<ImageRef[]> {
  const loadable: ImageRef[] = [];
  for (const image of job.images) {
    if (job.stop.aborted) break;
    try {
      const { damage } = await loadOriginal(image, job);
      loadable.push(image);
      if (damage === null) continue;
      job.damages.set(image.sha256, damage);
      job.warn(tellDamage(image.name, damage));
    } catch (thrown) {
      const error = { stage: 'load' as const, message: messageOf(thrown) };
      const code = isOwnError(thrown) ? thrown.code : undefined;
      job.warn(`${image.name} is not timed: ${error.message}`, code);
      const records = job.configurations.map((configuration) => ({
        ...timingRecordOf(job, configuration, image, null),
        error,
      }));
      await appendLines(journal, records);
    }
  }
  return loadable;
}

/** Runs the rounds into the journal; also finds the noise and the largest image. */
async function timeConfigurations(
  job: MarkedJob,
  journal: string,
): Promise<{ noise: Noise | null; largest: ImageRef | null }> {
  const { configurations, images, dataset, crop, threads, maxPixels, passes, seed, lenient } = job;
  if (images.length === 0) return { noise: null, largest: null };
  const doubled = doubledConfiguration(configurations);
  const twin = configurations.length;
  const pair: [ImageSample[][], ImageSample[][]] = [[], []];
  let sizes: number[] = [];

  // The limit is for one image; a pass goes over all of them.
  const limits = { ...job, timeLimitSeconds: job.timeLimitSeconds * images.length };
  await runRounds(
    doubled < 0 ? configurations : [...configurations, configurations[doubled]!],
    {
      images: images.map(({ path, sha256 }) => ({ path, sha256, dataset })),
      ...{ crop, threads, maxPixels, lenient },
    },
    limits,
    {
      async onPass(index, samples) {
        if (index === doubled) pair[0].push([...samples]);
        if (index === twin) pair[1].push([...samples]);
        if (index === twin) return;
        sizes = samples.map(({ width, height }) => width * height);
        const configuration = configurations[index]!;
        const records = samples.map((sample, i) =>
          timingRecordOf(job, configuration, images[i]!, sample),
        );
        await appendLines(journal, records);
      },
      async onFailure(index, error, image) {
        if (index === twin) return;
        const configuration = configurations[index]!;
        const on = image === null ? '' : ` on ${images[image]!.name}`;
        const failure = { ...error, message: `${error.message}${on}` };
        job.warn(`${configuration.spec} takes no further part in the timing: ${failure.message}`);
        const records = images.map((ref) => ({
          ...timingRecordOf(job, configuration, ref, null),
          error: failure,
        }));
        await appendLines(journal, records);
      },
      onProgress: (done, total, { configuration, pass }) => {
        const { spec } = configurations[configuration === twin ? doubled : configuration]!;
        job.onProgress?.({ kind: 'pass', spec, pass, passes, done, total });
      },
    },
  );

  const noise =
    doubled < 0 || job.stop.aborted
      ? null
      : noiseOf(configurations[doubled]!, pair, { seed, passes, images: images.length });
  const largest = job.stop.aborted ? null : (images[sizes.indexOf(Math.max(...sizes))] ?? null);
  return { noise, largest };
}

async function measureConfigurations(
  job: TimingJob,
  image: ImageRef,
): Promise<Map<string, MemoryUse>> {
  const original = await loadOriginal(image, job);
  const uses = new Map<string, MemoryUse>();
  for (const [index, configuration] of job.configurations.entries()) {
    if (job.stop.aborted) break;
    // What a command takes is not in this program's memory.
    if (configuration.engine.runtime === 'cli') continue;
    const codec = await loadCodec(configuration.source);
    try {
      const { input } = prepareFor(codec, configuration.settings, original);
      const { threads, maxPixels, timeLimitSeconds, stop } = job;
      const resources = { threads, maxPixels };
      uses.set(
        configuration.spec,
        await measureMemory(configuration, input, { resources, timeLimitSeconds, stop }),
      );
    } catch (error) {
      if (job.stop.aborted) break;
      job.warn(`no memory figures for ${configuration.spec}: ${messageOf(error)}`);
    }
    const { spec } = configuration;
    job.onProgress?.({ kind: 'memory', spec, done: index + 1, total: job.configurations.length });
  }
  return uses;
}
