import { expect, test } from 'vitest';
import { psnr } from '#src/metrics/psnr.js';
import type { Candidate } from '#src/pick/candidate.js';
import { finalistOf } from '#src/pick/finalist.js';
import { readPickOptions } from '#src/pick/options.js';

const point = (knob: number, quality: number, alphaLost = 0) => ({
  ...{ knob, quality, bytes: 1000, score: quality, pixels: 9, bytesOf: [1000], alphaLost },
  alphaDiffers: alphaLost > 0 ? 2 : 0,
  worst: { image: 'a', value: quality - 1 },
});
const candidate = (changes: Partial<Candidate> = {}): Candidate => ({
  ...{ label: 'webp', curve: 'c', codec: null, settings: {}, points: [point(50, 36, 1)] },
  specAt: (knob) => `webp:quality=${knob}`,
  step: { state: 'found', best: point(50, 36), reached: true, excess: 0.1 },
  ...changes,
});
const about = (measure = false) => ({
  metric: psnr,
  options: readPickOptions({ dataset: 'photos', at: 'psnr=35', measure }),
  images: 3,
  speedAt: () => ({ encode: 1, decode: 2, peakBytes: null, knob: 60, conditions: 'c' }),
});

test('a finalist notes its worst picture, lost alpha, another setting that was timed, coarse steps', () => {
  const found = finalistOf(candidate(), about());
  expect(found.spec).toBe('webp:quality=50');
  expect('notes' in found && found.notes).toEqual([
    ...['lowest 35.00', 'transparency lost in 1', 'transparency changed in 2'],
    ...['speed at webp:quality=60'],
    'next coarser setting that is stored misses',
  ]);
  const measured = finalistOf(candidate(), { ...about(true), images: 1 });
  expect('notes' in measured && measured.notes).toEqual([
    ...['transparency lost in 1', 'transparency changed in 2', 'speed at webp:quality=60'],
  ]);
});

test('what has no point, and what misses the target, is none, and says why', () => {
  const none = candidate({ points: [], step: { state: 'try', knob: 5 } });
  expect(finalistOf(none, about())).toMatchObject({ best: null, reason: 'nothing is known of it' });
  const step = { state: 'unreachable', best: point(50, 36), reached: false, excess: null } as const;
  expect(finalistOf(candidate({ step }), about())).toMatchObject({
    ...{ spec: 'webp', best: null },
    reason: '36.00 at best (webp:quality=50); transparency lost in 1; transparency changed in 2',
  });
});
