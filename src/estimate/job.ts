import { loadPictureHere } from '../codecs/decode-here.js';
import { demandStorable } from '../codecs/limits.js';
import { readSource } from '../codecs/picture-source.js';
import { answerQuestion, type Estimate } from './answer.js';
import type { Calibration } from './calibration/calibration.js';
import { readCalibration } from './calibration/read.js';
import { openCodecCompressor } from './codec-compressor.js';
import { pictureOfFile, pictureOfSamples } from './load-picture.js';
import type { Picture } from './picture.js';
import { findEstimated } from './specs.js';
import type { EstimateStep } from './step.js';
import type { EstimateTask } from './task.js';

/** The picture that was asked about last: the next question is mostly of the same. */
interface Kept {
  readonly data: Uint8Array | Uint16Array;
  readonly key: string;
  readonly picture: Picture;
}

/** Answers questions one after the other; the picture of the last one is kept, decoded. */
export function createEstimateJob(): (
  task: EstimateTask,
  onStep?: (step: EstimateStep) => void,
) => Promise<Estimate> {
  let kept: Kept | null = null;
  const calibrations = new Map<string, Promise<Calibration>>();
  const calibrationOf = (file: string): Promise<Calibration> => {
    const known = calibrations.get(file) ?? readCalibration(file);
    calibrations.set(file, known);
    return known;
  };
  const pictureOf = async ({ source, ...options }: EstimateTask): Promise<Picture> => {
    const { maxPixels, maxPixelsPerByte, lenient, plugins } = options;
    const reading = { maxPixels, maxPixelsPerByte, lenient, plugins };
    const isSamples = typeof source !== 'string' && !(source instanceof Uint8Array);
    const { bytes: data, name } = isSamples
      ? { bytes: source.data, name: `${source.width}x${source.height}x${source.channels}` }
      : await readSource(source);
    const key = JSON.stringify([isSamples, name, reading]);
    if (kept?.key !== key || !isSame(kept.data, data)) {
      kept = null;
      const picture = isSamples
        ? pictureOfSamples(source)
        : await pictureOfFile(data as Uint8Array, { name, ...reading }, loadPictureHere);
      kept = { data, key, picture };
    }
    return kept.picture;
  };
  return async (task, onStep) => {
    onStep?.({ step: 'read', estimator: null });
    const { plugins, maxPixels, seed, sampleWidth } = task;
    const calibration = await calibrationOf(task.calibration);
    const { codec, settings } = await findEstimated(task.spec, plugins);
    const picture = await pictureOf(task);
    demandStorable(codec, settings, picture);
    const compressor = openCodecCompressor(codec, settings, { maxPixels });
    try {
      const question = { picture, compressor, seed, sampleWidth };
      return await answerQuestion(question, calibration, { ...task, onStep });
    } finally {
      await compressor.close();
    }
  };
}

/** Whether two arrays hold the same bytes: a file may have been written anew. */
function isSame(a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): boolean {
  const view = ({ buffer, byteOffset, byteLength }: typeof a): Buffer =>
    Buffer.from(buffer, byteOffset, byteLength);
  return a.BYTES_PER_ELEMENT === b.BYTES_PER_ELEMENT && view(a).equals(view(b));
}
