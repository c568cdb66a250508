import { measure, now, type Timing } from '../../base/clock.js';
import type { ContentClass } from '../../base/content-class.js';
import { isOwnError, messageOf } from '../../base/errors.js';
import type { Codec } from '../../codecs/codec.js';
import { demandStorable } from '../../codecs/limits.js';
import { loadCodec } from '../../codecs/table.js';
import { answerQuestion } from '../../estimate/answer.js';
import { createCalibrationReader } from '../../estimate/calibration/read.js';
import { openCodecCompressor } from '../../estimate/codec-compressor.js';
import type { Compressor } from '../../estimate/compressor.js';
import { pictureOfFile, pictureOfSamples } from '../../estimate/load-picture.js';
import { packsJpegs } from '../../estimate/specs.js';
import { contentOf } from '../../image/content.js';
import type { Raster } from '../../image/raster.js';
import type { JobError } from '../../results/record.js';
import { loadOriginal } from '../original.js';
import {
  type EstimateOutcome,
  type EstimateSweepTask,
  emptyEstimate,
  type RunSeconds,
} from './task.js';

/** The picture of the last job. */
interface Loaded {
  readonly key: string;
  readonly image: Raster;
  /** The bytes of its file. */
  readonly file: Uint8Array | null;
  readonly damage: string | null;
  readonly looksLike: ContentClass;
  readonly seconds: number;
}

/** The compressor of the last job, and what the whole encode took once it is known. */
interface Opened {
  readonly key: string;
  readonly compressor: Compressor;
  whole: RunSeconds | null;
}

/** An encode that takes longer is not repeated: what its start costs is a small part of it. */
const settledSeconds = 10;

/**
 * Makes what runs jobs one after the other: the last picture stays decoded and the last codec open,
 * and the whole encode that estimates are compared with is timed once for both. Each estimator gets
 * the samples anew: what another one made of them is of no use to it. It never throws: what goes wrong
 * stands in the outcome.
 */
export function createEstimateSweepJob(): (task: EstimateSweepTask) => Promise<EstimateOutcome> {
  let loaded: Loaded | null = null;
  let opened: Opened | null = null;
  const calibrationOf = createCalibrationReader();

  const load = async (task: EstimateSweepTask): Promise<Loaded> => {
    const { image, lenient } = task;
    const key = JSON.stringify([image.sha256, lenient]);
    if (loaded?.key === key) return loaded;
    loaded = null;
    const start = now();
    const { picture, file, damage } = await loadOriginal(image, { ...task, crop: null });
    const seconds = now() - start;
    const looksLike = contentOf(picture);
    loaded = { key, image: picture, file, damage, looksLike, seconds };
    return loaded;
  };

  const open = async (codec: Codec, task: EstimateSweepTask, { key }: Loaded): Promise<Opened> => {
    const { settings, maxPixels } = task;
    const own = JSON.stringify([key, task.codec, settings, maxPixels]);
    if (opened?.key === own) return opened;
    await opened?.compressor.close();
    opened = null;
    const compressor = openCodecCompressor(codec, settings, { maxPixels });
    opened = { key: own, compressor, whole: null };
    return opened;
  };

  return async (task) => {
    const outcome = emptyEstimate();
    let stage: JobError['stage'] = 'load';
    try {
      const picture = await load(task);
      const { image, file } = picture;
      const { width, height } = image;
      Object.assign(outcome, { width, height, damage: picture.damage });
      outcome.looksLike = picture.looksLike;
      outcome.loadSeconds = picture.seconds;

      stage = 'open';
      const calibration = await calibrationOf(task.calibration);
      const codec = await loadCodec(task.codec);
      if (codec.input === 'jpeg') throw packsJpegs(codec.id);
      demandStorable(codec, task.settings, image);
      const current = await open(codec, task, picture);
      const { compressor } = current;
      outcome.engine = codec.engine(task.settings);
      const isProgram = outcome.engine.runtime === 'cli';

      stage = 'encode';
      const question = {
        // Decoded already, and without what another estimator made of it.
        picture:
          file === null
            ? pictureOfSamples(image)
            : await pictureOfFile(file, readingOf(task), async () => {
                return { picture: image, damage: picture.damage };
              }),
        ...{ compressor, seed: task.seed, sampleWidth: task.sampleWidth },
      };
      current.whole ??= secondsOf(await timeWhole(compressor, image), isProgram);
      outcome.whole = current.whole;

      stage = 'estimate';
      const timed = await measure(() => answerQuestion(question, calibration, task));
      outcome.took = secondsOf(timed, isProgram);
      const { estimator, predictedBytes, interval, confidence, reason } = timed.value;
      Object.assign(outcome, { chosen: estimator, predictedBytes, interval, confidence, reason });
    } catch (error) {
      outcome.error = { stage, message: messageOf(error) };
      outcome.errorCode = isOwnError(error) ? error.code : null;
      await opened?.compressor.close().catch(() => {});
      opened = null;
    }
    return outcome;
  };
}

function readingOf({ image, maxPixels, maxPixelsPerByte, lenient }: EstimateSweepTask) {
  return { name: image.path, maxPixels, maxPixelsPerByte, lenient };
}

/**
 * The whole encode. The first one of a process is slower, by memory that grows and code that is compiled:
 * where it takes little the second one counts, as estimates come after it.
 */
async function timeWhole(compressor: Compressor, image: Raster): Promise<Timing<unknown>> {
  const encode = () => measure(async () => compressor.compress(compressor.fit(image)));
  const first = await encode();
  return first.totalSeconds > settledSeconds ? first : encode();
}

function secondsOf(
  { totalSeconds, cpuSeconds }: { totalSeconds: number; cpuSeconds: number | null },
  isProgram: boolean,
): RunSeconds {
  return { seconds: totalSeconds, cpuSeconds: isProgram ? null : cpuSeconds };
}
