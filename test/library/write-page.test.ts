import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readLeaderboard } from '#src/leaderboard/leaderboard-file.js';
import { type PageEvent, planPage, writePage } from '#src/library/write-page.js';
import { temporaryFolder } from '../support/folders.ts';
import { rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

let results: string;
const none = { images: 0, bytes: 0 };
beforeEach(async () => {
  const line = (spec: string, bpp: number) =>
    `${JSON.stringify(rdOf({ spec, image: 'a', bpp, metrics: { psnr: 30 } }))}\n`;
  results = await temporaryFolder({
    'rd/set/webp.jsonl': line('webp', 1),
    'rd/set/jpeg.jsonl': line('jpeg', 2),
  });
});

test('leaderboard and page are written, and progress is told', async () => {
  const events: PageEvent[] = [];
  const { board, file, page, pictures } = await writePage(results, {
    ...{ anchor: 'webp', pictures: { images: 1, bytes: 1e6 } },
    onProgress: (event) => void events.push(event),
  });
  expect(readLeaderboard(file)).toEqual(JSON.parse(JSON.stringify(board)));
  expect(board.datasets.map(({ anchor }) => anchor)).toEqual(['webp']);
  expect(existsSync(path.join(page, 'index.html'))).toBe(true);
  expect(pictures.images).toEqual({ asked: 1, all: 1 });
  expect(events.map(({ kind }) => kind)).toEqual([
    ...['read', 'read', 'read', 'pictures', 'pictures'],
  ]);
});

test('a plan writes nothing until it is told to', async () => {
  const before = readdirSync(results);
  const plan = await planPage(results, { pictures: none });
  expect(plan.board.records).toEqual({ rd: 2, timing: 0, estimate: 0 });
  expect(plan.facts.has('psnr')).toBe(true);
  expect(readdirSync(results)).toEqual(before);
});

test('an anchor that no record has, a folder without records, a signal: nothing is written', async () => {
  const before = readdirSync(results);
  await expect(writePage(results, { anchor: 'wepb', pictures: none })).rejects.toThrow(
    "unknown anchor 'wepb'; did you mean webp?",
  );
  await expect(writePage(results, { anchor: 'webp@9', pictures: none })).rejects.toThrow(
    /unknown anchor 'webp@9'.*known: webp@/,
  );
  await expect(writePage(scratch())).rejects.toMatchObject({ code: 'no-results' });
  const reason = new Error('enough');
  await expect(writePage(results, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const abort = new AbortController();
  const onProgress = ({ kind }: PageEvent): void => {
    if (kind === 'pictures') abort.abort(reason);
  };
  await expect(writePage(results, { signal: abort.signal, onProgress })).rejects.toBe(reason);
  expect(readdirSync(results)).toEqual(before);
});

test('options that are none are told by their names', async () => {
  const wrong = (options: object) => writePage(results, options as never);
  await expect(wrong({ pictures: 3 })).rejects.toThrow(
    'pictures takes limits such as { images: 3, bytes: 200e6, encode: true }, got 3',
  );
  await expect(wrong({ anchor: '' })).rejects.toThrow("anchor takes a curve or a codec, got ''");
  await expect(wrong({ baseline: true })).rejects.toMatchObject({ code: 'unknown-name' });
  await expect(writePage(undefined as never)).rejects.toThrow('results takes the path of a folder');
});
