import { expect, test } from 'vitest';
import { countMade } from '#src/page/model/provenance.js';

test('records are counted by the program that made them', () => {
  const made = countMade();
  for (const [version, at] of [
    ['0.2.0', '2026-02-02T00:00:00Z'],
    ['0.1.0', '2026-01-02T00:00:00Z'],
    ['0.1.0', '2026-01-01T00:00:00Z'],
    ['0.2.0', '2026-03-01T00:00:00Z'],
  ] as const) {
    made.add({ protocol: 1, version, commit: null, at });
  }
  const counted = made.list().map(({ version, records, from, to }) => [version, records, from, to]);
  expect(counted).toEqual([
    ['0.1.0', 2, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
    ['0.2.0', 2, '2026-02-02T00:00:00Z', '2026-03-01T00:00:00Z'],
  ]);
});
