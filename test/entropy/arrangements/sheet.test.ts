import { expect, test } from 'vitest';
import { emptySheet, fillSheet, type SheetPlan } from '#src/entropy/arrangements/sheet.js';
import { group } from '../latents.ts';

// Two planes of 1x2, one above on the left, the other on the right of the second channel.
const plan: SheetPlan = {
  channels: 3,
  height: 2,
  width: 3,
  tiles: [
    { group: 0, plane: 0, channel: 0, x: 0, y: 0 },
    { group: 0, plane: 1, channel: 1, x: 1, y: 1 },
  ],
};

test('planes lie where the plan has them; the rest is what is nearest to zero', () => {
  const sheet = fillSheet(plan, [group(2, 1, 2, (i) => [-7, 5, -3, 9][i]!)]);
  expect(sheet).toMatchObject({ channels: 3, height: 2, width: 3 });
  expect([...sheet.data]).toEqual([
    ...[-7, 5, -3, -3, -3, -3],
    ...[-3, -3, -3, -3, -3, 9],
    ...[-3, -3, -3, -3, -3, -3],
  ]);
});

test('planes come back out; groups of other sheets stay as they are', () => {
  const groups = [group(2, 1, 2, (i) => i + 1), group(1, 1, 1, () => 99)];
  const sheet = fillSheet(plan, groups);
  const back = [group(2, 1, 2, () => 0), group(1, 1, 1, () => 42)];
  emptySheet(plan, sheet, back);
  expect(back).toEqual([groups[0], group(1, 1, 1, () => 42)]);
});
