import { appendLines } from '../../base/append.js';
import { messageOf } from '../../base/errors.js';
import type { Warn } from '../../base/warn.js';
import { prepareFor } from '../../codecs/open-codec.js';
import { loadCodec } from '../../codecs/table.js';
import type { ImageRef } from '../../datasets/dataset.js';
import { timingKey } from '../../results/key.js';
import type { Provenance } from '../../results/provenance.js';
import {
  protocolVersion,
  recordSchema,
  type Samples,
  type TimingRecord,
} from '../../results/record.js';
import type { Calibration, Noise, Testbed } from '../../results/testbed.js';
import type { Configuration } from '../configuration.js';
import { loadOriginal } from '../original.js';
import { calibrate } from './calibration.js';
import { foldJournal, openJournal, recoverJournals } from './journal.js';
import { lockMachine } from './machine-lock.js';
import { type MemoryUse, measureMemory } from './memory.js';
import type { ImageSample } from './protocol.js';
import { noiseBetween, samplesOf } from './records.js';
import { runRounds } from './rounds.js';

export interface TimingJob {
  readonly results: string;
  readonly dataset: string;
  readonly configurations: readonly Configuration[];
  readonly images: readonly ImageRef[];
  readonly testbed: Testbed;
  readonly crop: string | null;
  readonly threads: number;
  readonly passes: number;
  readonly seed: number;
  readonly maxPixels: number;
  readonly timeLimitSeconds: number;
  readonly provenance: Provenance;
  readonly stop: AbortSignal;
  readonly warn: Warn;
  readonly onProgress: (phase: 'time' | 'memory', done: number, total: number) => void;
}

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
export async function runTiming(job: TimingJob): Promise<TimingResult> {
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
    for (const free of release.reverse()) await free();
  }
}

/** The images that can be loaded; the others get their failed records at once. */
async function loadableImages(job: TimingJob, journal: string): Promise<ImageRef[]> {
  const loadable: ImageRef[] = [];
  for (const image of job.images) {
    if (job.stop.aborted) break;
    try {
      await loadOriginal(image, job);
      loadable.push(image);
    } catch (thrown) {
      const error = { stage: 'load' as const, message: messageOf(thrown) };
      job.warn(`${image.name} is not timed: ${error.message}`);
      const records = job.configurations.map((configuration) => ({
        ...recordOf(job, configuration, image, null),
        error,
      }));
      await appendLines(journal, records);
    }
  }
  return loadable;
}

/** Runs the rounds into the journal; also finds the noise and the largest image. */
async function timeConfigurations(
  job: TimingJob,
  journal: string,
): Promise<{ noise: Noise | null; largest: ImageRef | null }> {
  const { configurations, images } = job;
  if (images.length === 0) return { noise: null, largest: null };
  const doubled = doubledConfiguration(configurations);
  const twin = configurations.length;
  const pair = { [doubled]: [] as ImageSample[][], [twin]: [] as ImageSample[][] };
  let sizes: number[] = [];

  // The limit is for one image; a pass goes over all of them.
  const limits = { ...job, timeLimitSeconds: job.timeLimitSeconds * images.length };
  await runRounds(
    doubled < 0 ? configurations : [...configurations, configurations[doubled]!],
    job,
    limits,
    {
      async onPass(index, samples) {
        pair[index]?.push([...samples]);
        if (index === twin) return;
        sizes = samples.map(({ width, height }) => width * height);
        const configuration = configurations[index]!;
        const records = samples.map((sample, i) =>
          recordOf(job, configuration, images[i]!, sample),
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
          ...recordOf(job, configuration, ref, null),
          error: failure,
        }));
        await appendLines(journal, records);
      },
      onProgress: (done, total) => job.onProgress('time', done, total),
    },
  );

  const noise =
    doubled < 0 || job.stop.aborted
      ? null
      : noiseOf(job, configurations[doubled]!, pair, [doubled, twin]);
  const largest = job.stop.aborted ? null : (images[sizes.indexOf(Math.max(...sizes))] ?? null);
  return { noise, largest };
}

/** The configuration that is timed twice: the first in process, where there is one besides `raw`. */
function doubledConfiguration(configurations: readonly Configuration[]): number {
  const inProcess = configurations.findIndex(
    ({ codec, engine }) => codec !== 'raw' && engine.runtime !== 'cli',
  );
  return inProcess >= 0 ? inProcess : configurations.findIndex(({ codec }) => codec !== 'raw');
}

function noiseOf(
  job: TimingJob,
  configuration: Configuration,
  pair: Readonly<Record<number, ImageSample[][]>>,
  [first, second]: readonly [number, number],
): Noise | null {
  const encode = noiseBetween(pair[first]!, pair[second]!, 'encode');
  const decode = noiseBetween(pair[first]!, pair[second]!, 'decode');
  if (encode === null || decode === null) return null;
  return {
    spec: configuration.spec,
    at: new Date().toISOString(),
    seed: job.seed,
    passes: job.passes,
    images: job.images.length,
    encode,
    decode,
  };
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
    job.onProgress('memory', index + 1, job.configurations.length);
  }
  return uses;
}

const noSamples: Samples = { total: [], cpu: [], stages: {} };

function recordOf(
  job: TimingJob,
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
    testbed: job.testbed.id,
    node: process.versions.node,
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
