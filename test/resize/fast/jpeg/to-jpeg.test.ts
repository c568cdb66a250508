import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openFastJpeg } from '#src/resize/fast/jpeg/to-jpeg.js';
import { readPictureOptions } from '#src/resize/options.js';
import { fromRaster } from '#src/runtimes/sharp.js';
import { picture } from '../../../support/photos.ts';

test('a file in its memory becomes a smaller one, upright', async () => {
  const file = await fromRaster(picture(120, 80))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const way = await openFastJpeg();
  const ask = readPictureOptions('resize', { format: 'jpeg', width: 20 });
  for (const renews of [false, true]) {
    if (renews) way.renew();
    const bytes = way.input(file.length);
    bytes.set(file);
    const made = await way.make(bytes, ask);
    expect(made).toMatchObject({ width: 20, height: 30, note: 'decoded at 1/4, lanczos3' });
    if ('refused' in made) throw new Error(made.refused);
    const { width, height, orientation = 1 } = await sharp(made.bytes).metadata();
    expect([width, height, orientation]).toEqual([20, 30, 1]);
  }
});
