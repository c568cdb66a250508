import { quickEffort } from '../../../image/files/quick-coding.js';
import { outputFormats } from '../../formats.js';
import type { FastWriter } from '../contract.js';

/** WebP by sharp, which is loaded with the first picture: it gets samples that were made here, no foreign file. */
export const writeWebp: FastWriter = async ({ width, height, channels, data }, { quality }) => {
  const { sharp } = await import('../../../image/files/sharp.js');
  const made = await sharp(data, { raw: { width, height, channels } })
    .webp({ quality: quality ?? outputFormats.webp.quality!, effort: quickEffort })
    .toBuffer();
  return new Uint8Array(made.buffer, made.byteOffset, made.length);
};
