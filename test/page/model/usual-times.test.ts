import { expect, test } from 'vitest';
import type { TimingRow, Warning } from '#src/leaderboard/schema.js';
import { speedOfCurve, usualTimes } from '#src/page/model/usual-times.js';

/** A row of one speed whose interval has a width, as a share of it. */
function row(width: number | null, warnings: Warning[] = [], speed = 10): TimingRow {
  const figures = {
    megapixelsPerSecond: speed,
    interval:
      width === null ? null : { low: speed * (1 - width / 2), high: speed * (1 + width / 2) },
  };
  const wide: Warning[] =
    width !== null && width > 0.1
      ? [{ kind: 'wide-interval', direction: 'encode', width, limit: 0.1 }]
      : [];
  return { encode: figures, decode: figures, warnings: [...wide, ...warnings] } as TimingRow;
}

const few: Warning = { kind: 'few-passes', direction: null, passes: 3, asked: 5 };
const busy: Warning = { kind: 'busy-machine', direction: 'decode', cpuPerWall: 0.5, limit: 0.8 };

test('what all curves have is told once, and marks none of them', () => {
  const curves = [[row(0.12)], [row(0.2)], [row(0.28)], [row(0.15)]];
  const { told, notesOf } = usualTimes(curves);
  expect(told).toBe('intervals 12 to 28 % wide');
  for (const rows of curves) expect(notesOf(rows, 'encode')).toEqual([]);
});

test('an interval that is more than twice as wide as the middle one stands out', () => {
  const curves = [[row(0.12)], [row(0.2)], [row(0.2)], [row(0.9)]];
  const { told, notesOf } = usualTimes(curves);
  expect(told).toBe('intervals 12 to 20 % wide');
  expect(notesOf(curves[3]!, 'encode')).toEqual([
    'the interval is 90 % of the value wide, that of most 12 to 20 %',
  ]);
  const quiet = usualTimes([[row(0.01)], [row(0.01)], [row(0.09)]]);
  // Those below 10 % are narrow, whatever the others are.
  expect(quiet.told).toBe('');
  expect(quiet.notesOf([row(0.09)], 'decode')).toEqual([]);
});

test('a warning of most curves is told once, one of few stays with its curve', () => {
  const curves = [[row(0.1, [few])], [row(0.1, [few, busy])], [row(0.1, [few])]];
  const { told, notesOf } = usualTimes(curves);
  expect(told).toBe('3 of 5 passes made at 3 of 3 settings');
  expect(notesOf(curves[0]!, 'decode')).toEqual([]);
  expect(notesOf(curves[1]!, 'decode')).toEqual([
    'the machine was busy: 0.5 CPU seconds a second, less than 0.8',
  ]);
  expect(notesOf(curves[1]!, 'encode')).toEqual([]);
  expect(usualTimes([]).told).toBe('');
});

test('the coarse clock of a browser is told of both directions, a hidden page of its curves', () => {
  const coarse = (direction: 'encode' | 'decode'): Warning => ({
    ...{ kind: 'coarse-clock', direction, images: 1, of: 1, clockSteps: 50 },
  });
  const hidden: Warning = { kind: 'hidden-page', direction: null, images: 1, of: 1 };
  const curves = [[row(0.1, [coarse('decode')])], [row(0.1, [coarse('decode'), hidden])]];
  const { told, notesOf } = usualTimes(curves);
  const text = '1 of 1 images have samples below 50 steps of the clock of the browser';
  expect(told).toBe(`decode: ${text} at 2 of 2 settings`);
  expect(notesOf(curves[1]!, 'encode')).toEqual([
    'the page was hidden meanwhile, at 1 of 1 images',
  ]);
  const alone = usualTimes([...curves, [row(0.1)], [row(0.1, [coarse('encode')])]]);
  expect(alone.notesOf(curves[0]!, 'decode')).toEqual([text]);
});

test('the speed of a curve is 1 over the mean of its times, as are the ends of its interval', () => {
  const speed = speedOfCurve([row(0.2, [], 10), row(0.2, [], 30)], 'encode')!;
  expect(speed.value).toBeCloseTo(15, 9);
  expect(speed.interval!.low).toBeCloseTo(13.5, 9);
  expect(speedOfCurve([row(0.2), row(null)], 'encode')!.interval).toBeNull();
  expect(speedOfCurve([], 'encode')).toBeNull();
});
