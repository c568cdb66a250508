import { expect, test } from 'vitest';
import { openAlikeFailures } from '#src/sweeps/failures.js';

test('what fails alike with every setting of a kind is told once, and counted', () => {
  const told: string[] = [];
  const failures = openAlikeFailures((text) => told.push(text));
  for (const estimator of ['tiles', 'exact']) {
    for (const quality of [40, 60, 80]) {
      failures.tell({
        ...{ name: `${estimator} of webp:quality=${quality}`, kind: `${estimator} of webp` },
        image: { name: 'a', sha256: 'a'.repeat(64) },
        ...{ error: { stage: 'estimate', message: 'no' }, errorCode: null },
      });
    }
  }
  failures.tellMore();
  expect(told).toEqual([
    'tiles of webp:quality=40 on a failed in estimate: no',
    'exact of webp:quality=40 on a failed in estimate: no',
    '2 more jobs of tiles of webp on a failed in the same way',
    '2 more jobs of exact of webp on a failed in the same way',
  ]);
});
