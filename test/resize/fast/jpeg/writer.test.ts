import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readJpegHead } from '#src/codecs/jpeg/wasm/head.js';
import { openJpegWriter } from '#src/resize/fast/jpeg/writer.js';
import { openFastPath } from '#src/resize/fast/path.js';
import { resizeHere } from '#src/resize/library-path.js';
import { readPictureOptions } from '#src/resize/options.js';
import { fromRaster } from '#src/runtimes/sharp.js';
import { distance } from '../../../codecs/jpeg/wasm/planes.ts';
import { picture } from '../../../support/photos.ts';
import { height, kinds, samplesOf, width } from '../png/pictures.ts';

const write = await openJpegWriter();
const fast = openFastPath();
const background = '#c81e5a';

test.each([
  ['rgb', '4:2:0'],
  ['grey', 'grey'],
  ['rgba', '4:2:0'],
] as const)(
  '%s is as near to its pixels as the file of libvips, and as large',
  async (kind, sampling) => {
    const source = kinds[kind]!;
    const space = kind === 'grey' ? 'b-w' : 'srgb';
    for (const [wide, high] of [
      [width, height],
      [16, 16],
      [33, 7],
      [2, 1],
      [1, 1],
    ] as const) {
      const small = await sharp(source)
        .resize(wide, high, { fit: 'fill' })
        .toColourspace(space)
        .png()
        .toBuffer();
      const { channels, data } = await samplesOf(small);
      const own = { width: wide, height: high, channels: channels as 1 | 3 | 4, data };
      for (const quality of [undefined, 40, 98]) {
        const ask = readPictureOptions('resize', {
          ...{ format: 'jpeg', quality, background },
        });
        const file = (await write(own, ask)).slice();
        expect(readJpegHead(file)).toMatchObject({ width: wide, height: high, sampling });
        const flat = sharp(small).flatten({ background });
        const wanted = await flat.clone().toColourspace(space).raw().toBuffer();
        const theirs = await flat
          .clone()
          .toColourspace(space)
          .jpeg({ quality: quality ?? 85, optimiseCoding: false })
          .toBuffer();
        const [ours, other] = await Promise.all(
          [file, theirs].map(async (each) => distance((await samplesOf(each)).data, wanted).mean),
        );
        expect(ours).toBeLessThan(1.02 * other! + 0.5);
        expect(Math.abs(file.length - theirs.length)).toBeLessThan(0.08 * theirs.length + 40);
      }
    }
  },
);

const files: Readonly<Record<string, Uint8Array>> = {
  ...kinds,
  webp: await fromRaster(picture(width, height)).webp({ quality: 95 }).toBuffer(),
};

test.each(Object.keys(files))('of %s it is near what the libraries make', async (kind) => {
  const source = files[kind]!;
  const name = `it.${kind === 'webp' ? 'webp' : 'png'}`;
  for (const size of [
    { width: 80, height: 60, fit: 'cover' },
    { width: 53 },
    { percent: 100 },
    { width: 9, height: 1, fit: 'exact' },
    { width: 1, height: 1, fit: 'exact' },
  ] as const) {
    const ask = readPictureOptions('resize', { format: 'jpeg', quality: 95, background, ...size });
    const made = await fast.resize(source, name, ask);
    if ('refused' in made) throw new Error(made.refused);
    const ours = await samplesOf(made.bytes);
    const { file } = await resizeHere({ source, name, output: null, ask });
    const theirs = await samplesOf(file!);
    expect([ours.width, ours.height, ours.channels]).toEqual([
      ...[theirs.width, theirs.height, theirs.channels],
    ]);
    expect(distance(ours.data, theirs.data).mean).toBeLessThan(2.5);
  }
});
