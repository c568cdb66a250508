import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildLeaderboard, collectLeaderboard } from '#src/leaderboard/leaderboard.js';
import { leaderboardFile, writeLeaderboard } from '#src/leaderboard/leaderboard-file.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { leaderboard } from '#src/leaderboard/schema.js';
import type { EstimateRecord, Recorded } from '#src/results/record.js';
import { saveContents } from '#src/results/stored-contents.js';
import { facts } from '../support/facts.ts';
import { estimateOf, failedRdOf, rdOf, timingOf } from '../support/records.ts';

const rd = [
  rdOf({
    spec: 'webp:distance=0.123456789012',
    image: 'a',
    settings: { distance: 0.123456789012 },
  }),
  rdOf({ spec: 'webp', image: 'a', bpp: 1 / 3, bytes: 123456789, metrics: { psnr: 100 / 3 } }),
  rdOf({ spec: 'webp', image: 'b', bpp: 1 / 3, metrics: { psnr: null, ssim: 0.1 } }),
  failedRdOf({ spec: 'jpeg', image: 'a' }),
];
const bootstrap = { seed: 7, resamples: 50, level: 0.95 };
const timing = [timingOf({ spec: 'webp', image: 'a', encode: [0.123456789, 0.123456789] })];

const refuse = (message: string): never => {
  throw new Error(message);
};

function build(order = rd) {
  return buildLeaderboard({ rd: tablesOf(order), timing, facts, describe: () => null, bootstrap });
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'leaderboard-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('buildLeaderboard', () => {
  test('says what it was made from', () => {
    expect(build()).toMatchObject({
      schema: 5,
      records: { rd: 4, timing: 1, estimate: 0 },
      bootstrap,
      digits: { rd: 9, timing: 5 },
      testbeds: [{ id: 'bench', machine: null, noise: null, calibration: null }],
    });
  });

  test('rounds figures, and neither whole numbers nor settings', () => {
    const [group] = build().datasets;
    const webp = group?.rows.find(({ spec }) => spec === 'webp');
    expect(webp).toMatchObject({ bpp: 0.333333333, bytes: 123459289 });
    expect(webp?.metrics['psnr']?.mean).toBe(33.3333333);
    expect(group?.rows.find(({ spec }) => spec !== 'webp' && spec !== 'jpeg')?.settings).toEqual({
      distance: 0.123456789012,
    });
    expect(build().timings[0]?.rows[0]?.encode?.medianSeconds).toBe(0.12346);
  });

  test('does not depend on the order of the records', () => {
    expect(build(rd.toReversed())).toEqual(build());
  });

  test('scores estimates by the sizes in its tables: over all, then by setting and size', () => {
    const estimates = [
      estimateOf({ spec: 'webp', image: 'a', predictedBytes: 4000, estimator: 'auto' }),
      estimateOf({ spec: 'webp', image: 'nowhere' }),
    ];
    const board = buildLeaderboard({
      ...{ rd: tablesOf([rdOf({ spec: 'webp', image: 'a', bytes: 3000 })]), timing: [], estimates },
      ...{ facts, describe: () => null },
    });
    expect(board.records.estimate).toBe(2);
    expect(board.estimates).toMatchObject([
      { megapixels: null, answers: 1, meanAbsoluteError: 0.333333333 },
      { megapixels: '<0.5', answers: 1, bias: 0.333333333, timeShare: 0.2 },
    ]);
  });

  test('nothing measured gives no rows', () => {
    expect(buildLeaderboard({ rd: [], timing: [], facts, describe: () => null })).toMatchObject({
      records: { rd: 0, timing: 0, estimate: 0 },
      datasets: [],
      testbeds: [],
      timings: [],
      estimates: [],
    });
  });
});

describe('a results folder', () => {
  const store = (file: string, records: readonly (Recorded | EstimateRecord)[]) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    const lines = records.map((record) => `${JSON.stringify(record)}\n`);
    appendFileSync(path.join(folder, file), lines.join(''));
  };

  test('is read, built, written whole, and what is written parses to the same', () => {
    store('rd/set/webp.jsonl', rd.slice(0, 3));
    store('rd/set/jpeg.jsonl', rd.slice(3));
    store('timing/bench/set/webp.jsonl', timing);
    const warnings: string[] = [];
    const options = { facts, warn: (message: string) => warnings.push(message) };
    const collected = collectLeaderboard(folder, options);
    expect(collected.records).toEqual({ rd: 4, timing: 1, estimate: 0 });
    expect(collected.datasets).toEqual(build().datasets);

    const file = leaderboardFile(folder);
    writeLeaderboard(file, collected);
    const text = readFileSync(file, 'utf8');
    expect(leaderboard.parse(JSON.parse(text))).toEqual(collected);
    expect(text).not.toContain(folder);
    expect(readdirSync(folder)).toContain('leaderboard.json');
    expect(readdirSync(folder)).not.toContain('leaderboard.json.part');
    writeLeaderboard(file, collectLeaderboard(folder, options));
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(warnings).toEqual([]);
  });

  test('lists the images with their classes where one is known, and is cut by class', async () => {
    store('rd/set/webp.jsonl', rd.slice(1, 3));
    store('timing/bench/set/webp.jsonl', timing);
    store('estimate/set/webp.jsonl', [estimateOf({ spec: 'webp', image: 'b', content: 'noise' })]);
    const options = { facts, warn: refuse };
    expect(collectLeaderboard(folder, options).datasets[0]).not.toHaveProperty('pictures');
    const { imageSha256: sha256 } = rd[1]!;
    await saveContents(folder, 'set', [{ name: 'a', sha256, content: 'maps' }], refuse);
    const whole = collectLeaderboard(folder, options);
    expect(whole).not.toHaveProperty('content');
    expect(whole.datasets[0]).toMatchObject({
      images: 2,
      pictures: [
        { image: 'a', imageSha256: sha256, content: 'maps' },
        { image: 'b', imageSha256: rd[2]!.imageSha256, content: null },
      ],
    });
    const cut = collectLeaderboard(folder, { ...options, content: 'maps' });
    expect(leaderboard.parse(cut)).toMatchObject({
      ...{ content: 'maps', records: { rd: 1, timing: 1, estimate: 0 } },
      datasets: [{ images: 1, pictures: [{ image: 'a' }], rows: [{ images: 1, complete: true }] }],
    });
    expect(collectLeaderboard(folder, { ...options, content: 'noise' })).toMatchObject({
      ...{ records: { rd: 0, timing: 0, estimate: 1 }, datasets: [], timings: [] },
    });
  });

  test('a broken line is passed over with a warning, and an absent folder is empty', () => {
    store('rd/set/webp.jsonl', rd.slice(1, 2));
    appendFileSync(path.join(folder, 'rd/set/webp.jsonl'), 'no json\n');
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    expect(collectLeaderboard(folder, { facts, warn }).records.rd).toBe(1);
    expect(warnings).toHaveLength(1);
    expect(collectLeaderboard(path.join(folder, 'none'), { facts, warn }).datasets).toEqual([]);
  });

  test('a record of a newer schema is told and passed over, and none is guessed at', () => {
    store('rd/set/webp.jsonl', rd.slice(0, 3));
    appendFileSync(
      path.join(folder, 'rd/set/webp.jsonl'),
      `${JSON.stringify({ ...rd[0], schema: 2 })}\n`,
    );
    const warnings: string[] = [];
    const board = collectLeaderboard(folder, { facts, warn: (message) => warnings.push(message) });
    expect(board.records.rd).toBe(3);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/webp\.jsonl.*schema 2/);
  });

  test('a line of an older schema, and a record of the other kind, are told and passed over', () => {
    store('rd/set/webp.jsonl', [rd[1]!, { ...rd[2]!, schema: 0 as never }, ...timing]);
    const warnings: string[] = [];
    const board = collectLeaderboard(folder, { facts, warn: (message) => warnings.push(message) });
    expect(board.records).toEqual({ rd: 1, timing: 0, estimate: 0 });
    expect(warnings).toEqual([
      expect.stringMatching(/2 lines of .*webp\.jsonl are passed over; .* is no record: schema/),
    ]);
  });

  test('of several records of one key in a file, the last counts, and counts once', () => {
    store('rd/set/webp.jsonl', [rd[1]!, { ...rd[1]!, bpp: 7 }]);
    const board = collectLeaderboard(folder, { facts, warn: () => {} });
    expect(board.records.rd).toBe(1);
    expect(board.datasets[0]!.rows[0]).toMatchObject({ images: 1, bpp: 7 });
  });
});
