import { expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { png } from '#src/optimize/formats/png.js';
import { openSource } from '#src/optimize/source.js';
import { picture } from '../../support/photos.ts';

const source = await openSource(await encodePng(picture(40, 30)), 'a.png', { maxPixels: 1e6 });

test.each([
  [true, ['palette', 'oxipng', 'strip']],
  [false, ['oxipng', 'strip']],
])('with colours to be reduced (%s) the trials are %j', async (lossyPng, ids) => {
  const setting = { preset: 'medium', lossyPng, keep: [] } as const;
  const applying: string[] = [];
  for (const trial of png.trials) {
    if (await trial.applies(source, setting)) applying.push(trial.id);
  }
  expect(applying).toEqual(ids);
});
