import { UsageError } from '../base/errors.js';
import { readSource } from '../codecs/picture-source.js';
import { findSetting } from '../codecs/with-codec.js';
import { answerQuestion, type Estimate } from './answer.js';
import type { Calibration } from './calibration/calibration.js';
import { readCalibration } from './calibration/read.js';
import { openCodecCompressor } from './codec-compressor.js';
import { pictureOfFile } from './load-picture.js';
import type { Picture } from './picture.js';
import type { EstimateTask } from './task.js';

/** What was loaded last: the next question is mostly of the same picture. */
interface Kept {
  readonly key: string;
  readonly picture: Picture;
}

/** Answers questions one after the other; the picture of the last one is kept. */
export function createEstimateJob(): (task: EstimateTask) => Promise<Estimate> {
  let kept: Kept | null = null;
  const calibrations = new Map<string, Promise<Calibration>>();
  const calibrationOf = (file: string): Promise<Calibration> => {
    const known = calibrations.get(file) ?? readCalibration(file);
    calibrations.set(file, known);
    return known;
  };
  return async (task) => {
    const { file, maxPixels, lenient, plugins, seed, sampleWidth } = task;
    const key = JSON.stringify([file, maxPixels, lenient]);
    if (kept?.key !== key) {
      kept = null;
      const { bytes, name } = await readSource(file);
      kept = { key, picture: await pictureOfFile(bytes, { name, maxPixels, lenient, plugins }) };
    }
    const { picture } = kept;
    const calibration = await calibrationOf(task.calibration);
    const { codec, settings } = await findSetting(task.spec, plugins);
    if (codec.input === 'jpeg') {
      throw new UsageError(
        `${codec.id} takes JPEG files; sizes are estimated of codecs of pictures`,
      );
    }
    const compressor = await openCodecCompressor(codec, settings, { maxPixels });
    try {
      const question = { picture, compressor, seed, sampleWidth };
      return await answerQuestion(question, calibration, task);
    } finally {
      await compressor.close();
    }
  };
}
