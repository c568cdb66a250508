import { describe, expect, test } from 'vitest';
import { estimateSpecs, findEstimated } from '#src/estimate/specs.js';

describe('the codecs of a list', () => {
  test('have their default rate where none is given', async () => {
    const specs = await estimateSpecs('jpeg,avif:speed=8');
    expect(specs[0]).toBe('jpeg:quality=75');
    expect(specs[1]).toMatch(/^avif:.*speed=8/);
    expect(specs).toHaveLength(2);
  });

  test('take the given qualities, but for those that have their own or none', async () => {
    expect(await estimateSpecs('jpeg,webp:quality=7,png', { quality: [40, 60] })).toEqual([
      'jpeg:quality=40',
      'jpeg:quality=60',
      'webp:quality=7',
      'png',
    ]);
  });

  test('are there once', async () => {
    expect(await estimateSpecs('jpeg,jpeg:quality=75')).toEqual(['jpeg:quality=75']);
  });

  test.each([
    ['jpegg', "unknown codec 'jpegg'; did you mean"],
    ['jpeg:qualty=7', 'qualty'],
    ['jxl-jpeg', 'expected a codec of pictures, got jxl-jpeg, which packs JPEG files'],
  ])('%s is told', async (list, message) => {
    await expect(estimateSpecs(list)).rejects.toThrow(message);
    await expect(findEstimated(list)).rejects.toThrow(message);
  });
});

test('a single codec has all its settings', async () => {
  const { codec, settings } = await findEstimated('avif:quality=60');
  expect(codec.id).toBe('avif');
  expect(settings).toMatchObject({ quality: 60, speed: expect.any(Number) });
  await expect(findEstimated('avif:quality=30+60')).rejects.toThrow();
});
