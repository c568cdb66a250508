import { expect, test } from 'vitest';
import { warning } from '#src/leaderboard/warning-schema.js';

test.each([
  { kind: 'few-passes', direction: null, passes: 1, asked: 5 },
  { kind: 'mixed-node', direction: null, versions: ['20', '22'] },
  {
    ...{ kind: 'short-samples', direction: 'encode', samples: 1, of: 5 },
    ...{ microseconds: 50, clockSteps: 50 },
  },
  { kind: 'hidden-page', direction: null, images: 1, of: 5 },
  { kind: 'coarse-clock', direction: 'decode', images: 1, of: 5, clockSteps: 50 },
  { kind: 'busy-machine', direction: 'encode', cpuPerWall: 0.28, limit: 0.8 },
  { kind: 'no-interval', direction: 'decode' },
  { kind: 'wide-interval', direction: 'encode', width: 0.2, limit: 0.1 },
])('$kind is a warning, and every field of it is wanted', (given) => {
  expect(warning.parse(given)).toEqual(given);
  for (const field of Object.keys(given)) {
    expect(warning.safeParse({ ...given, [field]: undefined }).success).toBe(false);
  }
});

test('a warning of a row has no direction, one of times has a direction', () => {
  const few = { kind: 'few-passes', direction: 'encode', passes: 1, asked: 5 };
  expect(warning.safeParse(few).success).toBe(false);
  expect(warning.safeParse({ kind: 'no-interval', direction: null }).success).toBe(false);
  expect(warning.safeParse({ kind: 'no-times', direction: null }).success).toBe(false);
});
