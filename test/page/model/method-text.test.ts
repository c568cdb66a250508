import { expect, test } from 'vitest';
import type { PageIndex } from '#src/page/model/contract.js';
import { methodText } from '#src/page/model/method-text.js';

test('the constants of the leaderboard stand in the text', () => {
  const index = {
    bootstrap: { seed: 7, resamples: 321, level: 0.9 },
    matching: { tolerance: 0.025 },
    digits: { rd: 8, timing: 4 },
  } as PageIndex;
  const matters = methodText(index);
  const textOf = (term: string) => matters.find((each) => each.term === term)!.text;
  expect(textOf('BD-rate')).toContain('a 90 % bootstrap interval over images (321 draws, seed 7)');
  expect(textOf('Matched pairs')).toContain('at most 2.5 % of the greater one');
  expect(textOf('What is not there')).toContain('Rates keep 8 significant digits, times 4.');
  expect(new Set(matters.map(({ term }) => term)).size).toBe(matters.length);
});
