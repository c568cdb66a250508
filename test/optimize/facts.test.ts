import { expect, test } from 'vitest';
import { factsByHeaders } from '#src/optimize/facts.js';
import { fileWith } from './metadata/files.ts';

test('sides as they are shown, the orientation and the profile that samples need', async () => {
  const facts = await factsByHeaders(await fileWith('jpeg', 6));
  expect(facts).toMatchObject({
    width: 48,
    height: 64,
    orientation: 6,
    frames: 1,
    hasAlpha: false,
  });
  expect(facts.icc!.length).toBeGreaterThan(100);
  expect(facts.isLossless).toBeNull();
});
