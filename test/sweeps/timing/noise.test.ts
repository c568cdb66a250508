import { describe, expect, test } from 'vitest';
import { doubledConfiguration, noiseBetween, noiseOf } from '#src/sweeps/timing/noise.js';
import type { ImageSample } from '#src/sweeps/timing/protocol.js';

const of = (codec: string, runtime: 'native' | 'cli' = 'native') => ({
  codec,
  engine: { name: codec, version: '1', runtime },
});
const round = (seconds: number, decodeSeconds = seconds): ImageSample[] => {
  const sample = (total: number) => ({ total, cpu: total, stages: {} });
  return [
    { width: 1, height: 1, bytes: 1, encode: sample(seconds), decode: sample(decodeSeconds) },
  ];
};

describe('the configuration that is timed twice', () => {
  test.each([
    ['the first in process', [of('raw'), of('jpeg'), of('webp')], 1],
    ['also where it is the first of all', [of('jpeg'), of('raw'), of('webp')], 0],
    ['before one that is a command line', [of('vvc', 'cli'), of('jpeg')], 1],
    ['a command line where there is no other', [of('raw'), of('vvc', 'cli')], 1],
    ['none where raw is alone', [of('raw')], -1],
  ])('is %s', (_what, configurations, at) => {
    expect(doubledConfiguration(configurations)).toBe(at);
  });
});

test('noise is the ratio of the two timings with an interval over rounds', () => {
  const first = [1, 1, 1, 1].map((seconds) => round(seconds));
  const second = [1.1, 1.1, 1.1, 1.1].map((seconds) => round(seconds));
  const noise = noiseBetween(first, second, 'encode');
  expect(noise?.difference).toBeCloseTo(0.1, 12);
  expect(noise?.low).toBeCloseTo(0.1, 12);
  // Rounds at -10 %, 0 and +10 %: mean of logarithms, t of 2 degrees of freedom 4.3027.
  const logs = [Math.log(0.9), 0, Math.log(1.1)];
  const mean = (logs[0]! + logs[2]!) / 3;
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 2 / 3);
  const spread = noiseBetween(
    [1, 1, 1].map((seconds) => round(seconds)),
    [0.9, 1, 1.1].map((seconds) => round(seconds)),
    'decode',
  );
  expect(spread?.low).toBeCloseTo(Math.exp(mean - 4.3027 * deviation) - 1, 12);
  expect(spread?.high).toBeCloseTo(Math.exp(mean + 4.3027 * deviation) - 1, 12);
  const two = [1, 1.1].map((seconds) => round(seconds));
  expect(noiseBetween(two, two, 'encode')).toBeNull();
});

test('the noise of a run names its configuration, and tells encode from decode', () => {
  const first = [1, 1, 1].map((seconds) => round(seconds));
  const second = [1, 1, 1].map(() => round(1.5, 0.5));
  const noise = noiseOf({ spec: 'jpeg' }, [first, second], { seed: 4, passes: 3, images: 1 });
  expect(noise).toMatchObject({ spec: 'jpeg', seed: 4, passes: 3, images: 1 });
  expect(noise?.encode.difference).toBeCloseTo(0.5, 12);
  expect(noise?.decode.difference).toBeCloseTo(-0.5, 12);
  const short = [first.slice(1), second] as const;
  expect(noiseOf({ spec: 'jpeg' }, short, { seed: 4, passes: 2, images: 1 })).toBeNull();
});

test('the time of a round is the median of its images', () => {
  const images = (factor: number): ImageSample[] =>
    [1, 2, 100].map((seconds) => round(seconds === 100 ? seconds * 9 : seconds * factor)[0]!);
  const [first, second] = [1, 1.2].map((factor) => [1, 2, 3].map(() => images(factor)));
  expect(noiseBetween(first!, second!, 'encode')?.difference).toBeCloseTo(0.2, 12);
});
