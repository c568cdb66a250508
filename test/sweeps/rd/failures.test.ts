import { expect, test } from 'vitest';
import type { RdJob } from '#src/sweeps/plan.js';
import { openFailures } from '#src/sweeps/rd/failures.js';
import { emptyOutcome } from '#src/sweeps/rd/outcome.js';

const job = (codec: string, quality: number, image: string): RdJob => ({
  key: `${codec}${quality}${image}`,
  configuration: {
    ...{ codec, source: codec, input: 'samples', spec: `${codec}:quality=${quality}` },
    ...{ settings: { quality }, knob: 'quality', identity: `${codec} at ${quality}` },
    engine: { name: 'lib', version: '1', runtime: 'native' },
  },
  image: { name: image, path: image, sha256: image, bytes: 1 },
  ...{ metrics: [], kept: [], stored: false },
});

test('what fails alike is told once, and counted', () => {
  const told: [string, string | undefined][] = [];
  const failures = openFailures((...each) => told.push([each[0], each[1]]));
  const large = {
    ...emptyOutcome(),
    error: { stage: 'open' as const, message: 'too long' },
    errorCode: 'too-large-to-store' as const,
  };
  const other = { ...emptyOutcome(), error: { stage: 'encode' as const, message: 'no' } };
  for (const quality of [1, 2, 3]) {
    for (const image of ['a', 'b']) failures.tell(job('webp', quality, image), large);
    failures.tell(job('avif', quality, 'a'), other);
  }
  failures.tell(job('avif', 1, 'b'), other);
  failures.tell(job('heic', 1, 'a'), large);
  failures.tellMore();
  failures.tellMore();
  expect(told).toEqual([
    ['webp:quality=1 on a failed in open: too long', 'too-large-to-store'],
    ['avif:quality=1 on a failed in encode: no', undefined],
    ['avif:quality=1 on b failed in encode: no', undefined],
    ['heic:quality=1 on a failed in open: too long', 'too-large-to-store'],
    ['5 more jobs of webp failed in the same way', undefined],
    ['2 more jobs of avif on a failed in the same way', undefined],
  ]);
});
