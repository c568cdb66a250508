import { expect, test } from 'vitest';
import type { Warning } from '#src/leaderboard/schema.js';
import { timingGroups } from '#src/leaderboard/timing-groups.js';
import { timingNotes } from '#src/page/model/timing-notes.js';
import { timingOf } from '../../support/records.ts';

const bootstrap = { seed: 1, resamples: 200, level: 0.95 };

/** A setting whose longest pass of encode is so many times as long as the others. */
function setting(quality: number, times: number, change: { node?: string; passes?: number } = {}) {
  const encode = [0.1, 0.1, 0.1 * times];
  const record = timingOf({
    image: 'p1',
    spec: `webp:quality=${quality}`,
    settings: { quality },
    encode,
  });
  return { ...record, decode: { ...record.decode, total: [0.01, 0.01, 0.01] }, ...change };
}

const rowsOf = (...records: ReturnType<typeof setting>[]) =>
  timingGroups(records, bootstrap)[0]!.rows;

test('warnings of one kind are one, with their range and the count of settings', () => {
  const rows = rowsOf(setting(20, 1), setting(40, 1.5), setting(60, 2));
  const [note, ...others] = timingNotes(rows, 'encode');
  expect(others).toEqual([]);
  const found =
    /^the interval is (\d+) to (\d+) % of the value wide at 2 of 3 settings, more than 10 %$/;
  const [low, high] = found.exec(note!)!.slice(1).map(Number);
  const told = rows.flatMap(({ warnings }) =>
    warnings.map((each) => (each.kind === 'wide-interval' ? Math.round(100 * each.width) : 0)),
  );
  expect([low, high]).toEqual(told.sort((a, b) => a - b));
  expect(timingNotes(rows, 'decode')).toEqual([]);
});

test('every kind has its text; of one setting none says at how many', () => {
  const direction = 'encode' as const;
  const short = { samples: 1, of: 4, microseconds: 50, clockSteps: 50 };
  const warnings: Warning[] = [
    { kind: 'few-passes', direction: null, passes: 2, asked: 5 },
    { kind: 'mixed-node', direction: null, versions: ['20.19.0', '20.20.0'] },
    { kind: 'hidden-page', direction: null, images: 1, of: 3 },
    { kind: 'short-samples', direction, ...short },
    { kind: 'coarse-clock', direction, images: 2, of: 3, clockSteps: 50 },
    { kind: 'busy-machine', direction, cpuPerWall: 0.283, limit: 0.8 },
    { kind: 'no-interval', direction },
    { kind: 'wide-interval', direction, width: 0.335, limit: 0.1 },
    { kind: 'no-interval', direction: 'decode' },
  ];
  expect(timingNotes([{ warnings }], null)).toEqual([
    '2 of 5 passes made',
    'timed under several Node versions: 20.19.0, 20.20.0',
    'the page was hidden meanwhile, at 1 of 3 images',
  ]);
  expect(timingNotes([{ warnings }], 'encode')).toEqual([
    '1 of 4 samples are below 50 µs, 50 steps of the clock',
    '2 of 3 images have samples below 50 steps of the clock of the browser',
    'the machine was busy: 0.28 CPU seconds a second, less than 0.8',
    'no interval from a single pass',
    'the interval is 34 % of the value wide, more than 10 %',
  ]);
  const more = { ...short, kind: 'short-samples' as const, direction, samples: 3 };
  expect(timingNotes([{ warnings }, { warnings: [more] }, { warnings: [] }], 'encode')[0]).toBe(
    '1 to 3 of 4 samples are below 50 µs at 2 of 3 settings, 50 steps of the clock',
  );
});

test('what is of neither direction stands apart', () => {
  const record = setting(20, 1, { node: 'v20.11.1', passes: 5 });
  const other = { ...record, node: 'v22.1.0', image: 'p9', imageSha256: 'f'.repeat(64) };
  const rows = rowsOf(record, other, setting(40, 1));
  expect(timingNotes(rows, 'encode')).toEqual([]);
  expect(timingNotes(rows, null)).toEqual([
    '3 of 5 passes made at 1 of 2 settings',
    'timed under several Node versions at 1 of 2 settings: v20.11.1, v22.1.0',
  ]);
});
