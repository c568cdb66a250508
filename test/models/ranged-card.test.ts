import { expect, test } from 'vitest';
import { misranged } from '#src/models/ranged-card.js';

const group = { id: 'y', channels: 12, limit: 63 };
const plain = { contexts: false, rdoq: 0 };
const ranged = { most: 255, step: 4 };

test.each([
  ['a range', { ...group, ranged }, plain, []],
  ['filters', { ...group, filters: 12 }, plain, []],
  ['too many channels', { ...group, filters: 11 }, plain, ['y codes 12 channels of 11']],
  [
    'a range beyond the limit',
    { ...group, limit: 62, ranged },
    plain,
    ['the range of y goes beyond its limit, 62'],
  ],
  [
    'contexts',
    { ...group, ranged },
    { contexts: true, rdoq: 0 },
    ['y has a range or filters, and there are contexts'],
  ],
  [
    'rdoq',
    { ...group, ranged },
    { contexts: false, rdoq: 0.1 },
    ['y has a range, which takes no rdoq'],
  ],
])('%s', (_, given, asked, faults) => {
  expect(misranged([given], asked)).toEqual(faults);
});
