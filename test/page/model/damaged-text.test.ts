import { expect, test } from 'vitest';
import { damagedText, mostDamaged } from '#src/page/model/damaged-text.js';

test('as many images as the row has that has most of them', () => {
  expect(mostDamaged([])).toBe(0);
  expect(mostDamaged([{}, { damaged: 2 }, { damaged: 1 }])).toBe(2);
});

test('one and several', () => {
  expect(damagedText(1, 24)).toMatch(/^1 of 24 images is of a damaged file, /);
  expect(damagedText(2, 24)).toMatch(/^2 of 24 images are of damaged files, /);
});
