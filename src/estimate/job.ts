import { loadPictureHere } from '../codecs/decode-here.js';
import type { DecodeOptions } from '../codecs/decoded.js';
import { demandStorable } from '../codecs/limits.js';
import { readSource } from '../codecs/picture-source.js';
import type { Raster } from '../image/raster.js';
import { answerQuestion, type Estimate } from './answer.js';
import { createCalibrationReader } from './calibration/read.js';
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
  const calibrationOf = createCalibrationReader();
  const pictureOf = async ({ source, ...task }: EstimateTask): Promise<Picture> => {
    const { data, name } = await contentOf(source);
    const reading = { ...readingOf(task), name, fileBytes: task.fileBytes };
    const key = JSON.stringify([isSamples(source), reading]);
    if (kept?.key !== key || !isSame(kept.data, data)) {
      kept = null;
      const picture = isSamples(source)
        ? pictureOfSamples(source)
        : await pictureOfFile(data as Uint8Array, reading, loadPictureHere);
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
      const thumbnail = await thumbnailOf(task);
      const question = { picture, compressor, seed, sampleWidth, thumbnail };
      return await answerQuestion(question, calibration, { ...task, onStep });
    } finally {
      await compressor.close();
    }
  };
}

type Source = EstimateTask['source'];

function isSamples(source: Source): source is Raster {
  return typeof source !== 'string' && !(source instanceof Uint8Array);
}

/** What tells one picture from another, with what it is called in messages. */
async function contentOf(
  source: Source,
): Promise<Omit<Kept, 'key' | 'picture'> & { name: string }> {
  if (isSamples(source)) {
    const { data, width, height, channels } = source;
    return { data, name: `${width}x${height}x${channels}` };
  }
  const { bytes, name } = await readSource(source);
  return { data: bytes, name };
}

/** How files are decoded. */
function readingOf({
  maxPixels,
  maxPixelsPerByte,
  lenient,
  plugins,
}: Omit<EstimateTask, 'source' | 'thumbnail'>): DecodeOptions {
  return { maxPixels, maxPixelsPerByte, lenient, plugins };
}

async function thumbnailOf({ thumbnail, ...task }: EstimateTask): Promise<Raster | undefined> {
  if (thumbnail === null || isSamples(thumbnail)) return thumbnail ?? undefined;
  const name = typeof thumbnail === 'string' ? thumbnail : 'the thumbnail';
  return (await loadPictureHere(thumbnail, { ...readingOf(task), name })).picture;
}

/** Whether two arrays hold the same bytes: a file may have been written anew. */
function isSame(a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): boolean {
  const view = ({ buffer, byteOffset, byteLength }: typeof a): Buffer =>
    Buffer.from(buffer, byteOffset, byteLength);
  return a.BYTES_PER_ELEMENT === b.BYTES_PER_ELEMENT && view(a).equals(view(b));
}
