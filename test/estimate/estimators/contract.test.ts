import { describe, expect, test } from 'vitest';
import { estimators } from '#src/estimate/registry.js';
import { convert } from '#src/image/convert.js';
import { deflating, greyPicture, largePicture, questionOf } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

const large = largePicture();
/** A compressor that all estimators can do with. */
const able = () => deflating({ sibling: deflating({ name: 'deflating-fast' }), rowFiltered: true });
const actual = (await able().compress(large)).bytes;

describe.each(estimators.names)('%s', (id) => {
  test('is told of: id, title and meaning', async () => {
    const estimator = await estimators.load(id);
    expect(estimator.id).toBe(id);
    expect(estimator.title).not.toBe('');
    expect(estimator.meaning).toMatch(/^[a-z].*[^.]$/);
  });

  test('samples a large picture, the same way for a seed', async () => {
    const estimator = await estimators.load(id);
    const question = questionOf(large, { compressor: able() });
    expect(estimator.refuses(question)).toBeNull();
    const sample = await estimator.sample(question);
    expect(await estimator.sample(questionOf(large, { compressor: able() }))).toEqual(sample);
    if (sample.kind === 'whole') expect(sample.bytes).toBe(actual);
    else {
      for (const value of [sample.bits, sample.overhead, ...Object.values(sample.features)]) {
        expect(value).toBeTypeOf('number');
        expect(Number.isFinite(value)).toBe(true);
      }
    }
  });

  test('refuses a picture that is too small for it in words, or samples it', async () => {
    const estimator = await estimators.load(id);
    for (const image of [
      picture(1, 1),
      picture(17, 1),
      greyPicture(33, 47),
      convert(picture(20, 30), { channels: 4, depth: 16 }),
    ]) {
      const question = questionOf(image, { compressor: able() });
      const lacks = estimator.refuses(question);
      if (lacks !== null) expect(lacks).toMatch(/\S+ \S+/);
      else expect(['whole', 'part']).toContain((await estimator.sample(question)).kind);
    }
  });
});
