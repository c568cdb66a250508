import { hash } from 'node:crypto';
import { isOwnError, messageOf } from '../../base/errors.js';
import type { Warn } from '../../base/warn.js';
import { loadPicture } from '../../codecs/decode.js';
import { prepareFor } from '../../codecs/open-codec.js';
import { loadCodec } from '../../codecs/table.js';
import type { ImageRef } from '../../datasets/dataset.js';
import { tellDamage } from '../../image/tell-damage.js';
import { timingKey } from '../../results/key.js';
import type { TimingRecord } from '../../results/record.js';
import type { Calibration, Noise, Testbed } from '../../results/testbed.js';
import type { SweepListener } from '../events.js';
import type { Configuration } from '../one-configuration.js';
import { loadOriginal } from '../original.js';
import { calibrate } from './calibration.js';
import { type Journal, openJournal } from './journal.js';
import type { Journaled } from './journal-lines.js';
import { lockMachine } from './machine-lock.js';
import { measureMemory } from './memory.js';
import { doubledConfiguration, noiseOf, type Rounds } from './noise.js';
import { type TimingConditions, timingRecordOf } from './record.js';
import { runRounds } from './rounds.js';

/** A timing run to make. */
export interface TimingJob extends Omit<TimingConditions, 'damages'> {
  readonly results: string;
  readonly configurations: readonly Configuration[];
  readonly images: readonly ImageRef[];
  readonly testbed: Testbed;
  readonly maxPixels: number;
  /** As `DecodeOptions` has it. */
  readonly maxPixelsPerByte?: number | undefined;
  /** Take what can be decoded of damaged images. */
  readonly lenient: boolean;
  readonly timeLimitSeconds: number;
  /** What a process may take. */
  readonly memoryBytes?: number | undefined;
  readonly stop: AbortSignal;
  readonly warn: Warn;
  readonly onProgress: SweepListener['onProgress'];
  /**
   * Those of `configurations` that are to be timed still when this run's turn has come: another one may
   * have timed them meanwhile. All if not given.
   */
  readonly stillLacking?: () => readonly Configuration[];
  /** Keeps what is known of the testbed then, before the journal goes that could tell it again. */
  readonly keep?: (found: Pick<TimingResult, 'noise' | 'calibration'>) => Promise<void>;
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
 * measures their memory. Whatever is measured is on disk at once. A run that is stopped also leaves
 * records of fewer passes; the next run of the same plan goes on where one was stopped or killed.
 */
export async function runTiming(asked: TimingJob): Promise<TimingResult> {
  const nothing: TimingResult = { records: [], noise: null, calibration: null };
  const unlock = await lockMachine(asked.warn, asked.stop);
  if (unlock === null) return nothing;
  const release = [unlock];
  try {
    const configurations = asked.stillLacking?.() ?? asked.configurations;
    const elsewhere = asked.configurations.length - configurations.length;
    if (elsewhere > 0) {
      asked.warn(`${elsewhere} settings were timed by another sweep meanwhile and are passed over`);
    }
    if (configurations.length === 0) return nothing;
    const job: MarkedJob = { ...asked, configurations, damages: new Map() };
    const place = { results: job.results, testbed: job.testbed.id, dataset: job.dataset };
    const journal = await openJournal(place, planOf(job), job.warn);
    release.push(journal.letGo);
    const images = await loadableImages(job, journal);
    const calibration = await calibrateOnce(job, journal);
    const { noise, largest } = await timeConfigurations({ ...job, images }, journal);
    if (largest !== null) await measureConfigurations(job, largest, journal);
    const records = await journal.fold(job.warn);
    await job.keep?.({ noise, calibration });
    // What a stopped run has measured, the next one need not.
    if (job.stop.aborted && records.length > 0) await journal.add({ folded: true });
    else journal.remove();
    return { records, noise, calibration };
  } finally {
    for (const free of release.reverse()) free();
  }
}

/** Tells apart what is timed, and how: runs of one plan may go on with each other's passes. */
function planOf(job: TimingJob): string {
  const { configurations, images, testbed, crop, threads, passes, seed, lenient, maxPixels } = job;
  const conditions = { testbed: testbed.id, crop, threads, passes };
  const keys = configurations.map(({ identity }) =>
    images.map(({ sha256 }) => timingKey(identity, sha256, conditions)),
  );
  const how = { seed, lenient, maxPixels, node: process.versions.node, ...job.provenance };
  return hash('sha256', JSON.stringify([keys, images.map(({ name }) => name), how]));
}

/** Just before the first round of the run. */
async function calibrateOnce(job: TimingJob, journal: Journal): Promise<Calibration | null> {
  if (job.stop.aborted) return null;
  if (journal.before.calibration !== null) return journal.before.calibration;
  const calibration = await calibrate();
  await journal.add({ calibration });
  return calibration;
}

/** The images that can be loaded; the others get their failed records at once. */
async function loadableImages(job: MarkedJob, journal: Journal): Promise<ImageRef[]> {
  const loadable: ImageRef[] = [];
  for (const image of job.images) {
    if (job.stop.aborted) break;
    // Passes are over the images that could be loaded when the run began.
    if (journal.before.unloadable.has(image.sha256)) continue;
    try {
      const { damage } = await loadOriginal(image, job, loadPicture);
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
      await journal.add({ unloadable: records });
    }
  }
  return loadable;
}

/** Runs the rounds into the journal; also finds the noise and the largest image. */
async function timeConfigurations(
  job: MarkedJob,
  journal: Journal,
): Promise<{ noise: Noise | null; largest: ImageRef | null }> {
  const { configurations, images, dataset, crop, threads, passes, seed } = job;
  const { maxPixels, maxPixelsPerByte, lenient } = job;
  if (images.length === 0) return { noise: null, largest: null };
  const doubled = doubledConfiguration(configurations);
  const twin = configurations.length;
  const { before } = journal;
  const pair: [Rounds[number][], Rounds[number][]] = [
    (before.passes.get(doubled) ?? []).map(pairsOf),
    before.twin.map(pairsOf),
  ];
  let sizes = sizesIn(before);

  const options = {
    ...{ passes, seed, stop: job.stop, memoryBytes: job.memoryBytes, failed: before.failed },
    // The limit is for one image; a pass goes over all of them.
    timeLimitSeconds: job.timeLimitSeconds * images.length,
    passesDone: (index: number) =>
      (index === twin ? before.twin : before.passes.get(index))?.length ?? 0,
  };
  await runRounds(
    doubled < 0 ? configurations : [...configurations, configurations[doubled]!],
    {
      images: images.map(({ path, sha256 }) => ({ path, sha256, dataset })),
      ...{ crop, threads, maxPixels, maxPixelsPerByte, lenient },
    },
    options,
    {
      async onPass(index, samples) {
        if (index === doubled) pair[0].push(samples);
        if (index === twin) pair[1].push(samples);
        sizes = samples.map(({ width, height }) => width * height);
        const configuration = configurations[index === twin ? doubled : index]!;
        const records = samples.map((sample, i) =>
          timingRecordOf(job, configuration, images[i]!, sample),
        );
        await journal.add(index === twin ? { twin: records } : { pass: index, records });
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
        await journal.add({ failed: index, records });
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

/** What the noise needs of a pass that is in the journal. */
function pairsOf(pass: readonly TimingRecord[]): Rounds[number] {
  return pass.map(({ encode, decode }) => ({
    encode: { total: encode.total[0]! },
    decode: { total: decode.total[0]! },
  }));
}

/** Pixels of each image, where a pass over them is in the journal. */
function sizesIn({ passes, twin }: Journaled): number[] {
  const pass = [...passes.values()].flat()[0] ?? twin[0] ?? [];
  return pass.map(({ width, height }) => (width ?? 0) * (height ?? 0));
}

async function measureConfigurations(
  job: TimingJob,
  image: ImageRef,
  journal: Journal,
): Promise<void> {
  const original = await loadOriginal(image, job, loadPicture);
  for (const [index, configuration] of job.configurations.entries()) {
    const { spec, settings, engine, source } = configuration;
    if (job.stop.aborted) break;
    // What a command takes is not in this program's memory.
    if (engine.runtime === 'cli') continue;
    if (!journal.before.memory.has(spec)) {
      const codec = await loadCodec(source);
      try {
        const { input } = prepareFor(codec, settings, original);
        const { threads, maxPixels, timeLimitSeconds, memoryBytes, stop } = job;
        const resources = { threads, maxPixels };
        const use = await measureMemory(configuration, input, {
          ...{ resources, timeLimitSeconds, memoryBytes, stop },
        });
        await journal.add({ memory: spec, image: image.name, use });
      } catch (error) {
        if (job.stop.aborted) break;
        job.warn(`no memory figures for ${spec}: ${messageOf(error)}`);
      }
    }
    job.onProgress?.({ kind: 'memory', spec, done: index + 1, total: job.configurations.length });
  }
}
