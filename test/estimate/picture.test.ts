import { expect, test } from 'vitest';
import { makeBlockMaps } from '#src/estimate/map/block-maps.js';
import { openPicture } from '#src/estimate/picture.js';
import { shrink } from '#src/runtimes/sharp.js';
import { picture } from '../support/photos.ts';

test('is decoded when its samples are asked for, and once; its maps are made once', async () => {
  const image = picture(40, 30);
  let loads = 0;
  const facts = { width: 40, height: 30, holdsSeveral: false, file: { bytes: 9, format: 'png' } };
  const opened = openPicture(facts, async () => {
    loads += 1;
    return { picture: image, damage: 'cut short' };
  });
  expect(opened).toMatchObject(facts);
  expect([loads, opened.damage]).toEqual([0, null]);
  const [maps, samples] = await Promise.all([opened.maps(), opened.samples()]);
  expect(samples).toBe(image);
  expect(maps).toEqual(await makeBlockMaps(image));
  expect(await opened.maps()).toBe(maps);
  expect([loads, opened.damage]).toEqual([1, 'cut short']);
});

test('a smaller version is what its file gives, else made of its samples', async () => {
  const image = picture(40, 30);
  const facts = { width: 40, height: 30, holdsSeveral: false, file: null };
  const load = async () => ({ picture: image, damage: null });
  const small = picture(20, 15);
  expect(await openPicture(facts, load, async () => small).shrunk(20)).toBe(small);
  expect(await openPicture(facts, load).shrunk(20)).toEqual(await shrink(image, 20));
});
