import { expect, test } from 'vitest';
import { countFiles, readAllRd, readAllTiming } from '#src/results/read-records.js';
import { temporaryFolder } from '../support/folders.ts';
import { rdOf, timingOf } from '../support/records.ts';

const lines = (...records: readonly object[]) =>
  records.map((each) => `${JSON.stringify(each)}\n`).join('');
const files = {
  'rd/a/webp.jsonl': lines(rdOf({ spec: 'webp', image: 'a' }), rdOf({ spec: 'webp', image: 'b' })),
  'rd/b/webp.jsonl': lines(rdOf({ spec: 'webp', image: 'c' })),
  'timing/bench/a/webp.jsonl': lines(timingOf({ spec: 'webp', image: 'a', encode: [0.1] })),
};
const warn = (message: string): void => expect.unreachable(message);

test('records of all files in order, and each file is told', async () => {
  const folder = await temporaryFolder(files);
  let read = 0;
  const rd = await readAllRd(folder, { warn, onFile: () => void read++ });
  expect(rd.map(({ image }) => image)).toEqual(['a', 'b', 'c']);
  expect(read).toBe(2);
  expect(await readAllTiming(folder, { warn })).toHaveLength(1);
  expect(countFiles(folder)).toBe(3);
});

test('others have a turn between two files, and a signal ends it there', async () => {
  const folder = await temporaryFolder(files);
  const abort = new AbortController();
  const reason = new Error('enough');
  let read = 0;
  const onFile = (): void => {
    read += 1;
    setImmediate(() => abort.abort(reason));
  };
  await expect(readAllRd(folder, { warn, onFile, signal: abort.signal })).rejects.toBe(reason);
  expect(read).toBe(1);
  const none = AbortSignal.abort(reason);
  await expect(readAllTiming(folder, { warn, signal: none })).rejects.toBe(reason);
});
