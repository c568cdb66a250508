import { expect, test } from 'vitest';
import { rdSteps, timeSteps } from '../../scripts/baseline/plan.js';
import { currentTimes, tidyLines } from '../../scripts/baseline/tidy.js';

const record = (key: string, spec: string, image: string, more = {}) =>
  JSON.stringify({ key, spec, image, ...more });

test('of each key the last line stays, in the order of settings by number, then of images', () => {
  const first = record('b', 'jpeg:quality=10', 'k1', { bpp: 1 });
  const lines = [
    first,
    record('a', 'jpeg:quality=5', 'k2'),
    record('c', 'jpeg:quality=5', 'k1'),
    record('d', 'jpeg:quality=10', 'k10'),
    record('e', 'jpeg:quality=10', 'k9'),
  ];
  const again = record('b', 'jpeg:quality=10', 'k1', { bpp: 2 });
  const tidy = tidyLines([...lines, again]);
  expect(tidy).toEqual([lines[2], lines[1], again, lines[4], lines[3]]);
  expect(tidyLines(tidy)).toEqual(tidy);
  expect(tidyLines(lines.toReversed())).toEqual(tidyLines(lines));
});

test('of several times of one image at one setting those of most passes stay, then the last', () => {
  const timed = (key: string, passes: number, image = 'k1') =>
    record(key, 'png', image, {
      ...{ codec: 'png', settings: {}, engine: { name: 'x' }, crop: null, threads: 1 },
      encode: { total: Array(passes).fill(0.1) },
    });
  const lines = [timed('a', 3), timed('b', 6), timed('c', 5), timed('d', 3, 'k2')];
  expect(currentTimes(lines)).toEqual([lines[1], lines[3]]);
  expect(currentTimes([...lines, timed('e', 6)])).toEqual([timed('e', 6), lines[3]]);
});

test('twelve pictures of Kodak are timed, and every curve that is timed is measured', () => {
  const measured = new Set(
    rdSteps.filter(({ dataset }) => dataset === 'kodak').map(({ codecs }) => codecs),
  );
  for (const { codecs, images } of timeSteps) {
    expect(measured).toContain(codecs);
    expect(new Set(images).size).toBe(12);
    for (const image of images) expect(image).toMatch(/^kodim(0[1-9]|1\d|2[0-4])$/);
  }
});
