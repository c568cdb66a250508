import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FastJob } from '#src/resize/fast/queue.js';
import { readPictureOptions } from '#src/resize/options.js';
import { fromRaster } from '#src/runtimes/sharp.js';
import { picture } from '../../support/photos.ts';

const jpeg = await fromRaster(picture(160, 120)).jpeg().toBuffer();
const ask = readPictureOptions('resize', { format: 'jpeg', width: 30 });

/** Jobs of so many JPEG files, which are made in a folder. */
export function jobsIn(folder: string, count: number): FastJob[] {
  return Array.from({ length: count }, (_, at) => {
    const input = path.join(folder, `in${at}.jpg`);
    writeFileSync(input, jpeg);
    return { at, input, source: input, output: path.join(folder, `out${at}.jpg`), ask };
  });
}
