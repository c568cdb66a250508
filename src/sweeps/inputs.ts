import { basename } from 'node:path';
import { UsageError } from '../base/errors.js';
import { fileFormats } from '../codecs/formats.js';
import type { ImageRef } from '../datasets/dataset.js';
import { formatsOfName, imageFormats } from '../image/format.js';
import type { Configuration } from './one-configuration.js';

/**
 * Makes sure that every codec can be given what it takes: a codec of JPEG files takes these alone, and
 * whole. What the name of a file does not tell shows when it is coded.
 * @param crops centre crops that are going to be measured, null for whole images
 * @throws UsageError saying what to choose instead
 */
export function demandInputs(
  configurations: readonly Configuration[],
  images: readonly ImageRef[],
  crops: readonly (string | null)[],
): void {
  const configuration = configurations.find(({ input }) => input === 'jpeg');
  if (configuration === undefined) return;
  const others = images.filter(({ name, path }) => {
    const promised = [path, name].map((each) => formatsOfName(each, fileFormats));
    const formats = promised.find((each) => each.length > 0);
    return formats !== undefined && !formats.includes(imageFormats.jpeg);
  });
  if (others.length > 0) {
    throw new UsageError(
      `${configuration.codec} takes JPEG files, and ${others.length} of ${images.length} images are none (${basename(others[0]!.path)}, …); name a folder of JPEG files`,
      {
        code: 'wrong-input',
        data: { codec: configuration.codec, images: others.map(({ path }) => path) },
      },
    );
  }
  const crop = crops.find((size) => size !== null);
  if (crop === undefined) return;
  throw new UsageError(
    `${configuration.codec} takes whole files and no crop of ${crop}; choose no crop`,
    { code: 'crop-of-file', data: { codec: configuration.codec, crop } },
  );
}
