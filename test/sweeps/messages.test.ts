import { expect, test } from 'vitest';
import { metricMessage, pictureMessage, sourceMessage } from '#src/sweeps/messages.js';

const sha256 = 'a'.repeat(64);
const recipe = { recipe: '/mine.json', sha256, version: '1' };
const plugin = { plugin: '/mine.js', sha256, id: 'mine' };

test('a codec is found by its id, in a recipe or in a plugin', () => {
  for (const source of ['webp', recipe, plugin])
    expect(sourceMessage.parse(source)).toEqual(source);
  const { version: _version, ...versionless } = recipe;
  const wrong = [5, {}, versionless, { ...plugin, recipe: '' }, { ...plugin, sha256: 'a' }];
  for (const source of wrong) expect(sourceMessage.safeParse(source).success).toBe(false);
});

test('a metric is found likewise; a recipe of one has an id', () => {
  for (const source of ['psnr', { ...recipe, id: 'mine' }, plugin]) {
    expect(metricMessage.parse(source)).toEqual(source);
  }
  expect(metricMessage.safeParse(recipe).success).toBe(false);
});

test('a picture is known by its content; its data set may be left out', () => {
  const picture = { sha256, path: '/a.png' };
  expect(pictureMessage.parse(picture)).toEqual(picture);
  expect(pictureMessage.parse({ ...picture, dataset: 'set' })).toEqual({
    ...picture,
    dataset: 'set',
  });
  expect(pictureMessage.safeParse({ path: '/a.png' }).success).toBe(false);
});
