import { basename } from 'node:path';
import { UsageError } from '../base/errors.js';
import type { ImageRef } from '../datasets/dataset.js';
import { formatOfName } from '../image/format.js';
import type { Arm } from './arm.js';

/**
 * Makes sure that every codec can be given what it takes: a codec of JPEG files takes these alone, and
 * whole. What the name of a file does not tell shows when it is coded.
 * @param crops centre crops that are going to be measured, null for whole images
 * @throws UsageError saying what to choose instead
 */
export function demandInputs(
  arms: readonly Arm[],
  images: readonly ImageRef[],
  crops: readonly (string | null)[],
): void {
  const arm = arms.find(({ input }) => input === 'jpeg');
  if (arm === undefined) return;
  const others = images.filter(({ name, path }) => {
    const format = formatOfName(path) ?? formatOfName(name);
    return format !== null && format !== 'jpeg';
  });
  if (others.length > 0) {
    throw new UsageError(
      `${arm.codec} takes JPEG files, and ${others.length} of ${images.length} images are none (${basename(others[0]!.path)}, …); name a folder of JPEG files with --dataset`,
    );
  }
  const crop = crops.find((size) => size !== null);
  if (crop === undefined) return;
  throw new UsageError(`${arm.codec} takes whole files and no crop of ${crop}; add --crop none`);
}
