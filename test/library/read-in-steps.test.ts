import { expect, test } from 'vitest';
import { readInSteps } from '#src/library/read-in-steps.js';
import { facts } from '../support/facts.ts';
import { temporaryFolder } from '../support/folders.ts';
import { rdOf } from '../support/records.ts';

const line = (spec: string) => `${JSON.stringify(rdOf({ spec, image: 'a' }))}\n`;
const options = { facts, warn: () => {} };

test('all files are read, each is told', async () => {
  const folder = await temporaryFolder({
    'rd/set/webp.jsonl': line('webp'),
    'rd/set/jpeg.jsonl': line('jpeg'),
  });
  const read: string[] = [];
  const { rd } = await readInSteps(folder, {
    ...options,
    onProgress: ({ done, total }) => void read.push(`${done}/${total}`),
  });
  expect(read).toEqual(['1/3', '2/3', '3/3']);
  expect(rd[0]!.rows).toHaveLength(2);
});

test('others have a turn between two files, and a signal ends it there', async () => {
  const folder = await temporaryFolder({
    'rd/set/webp.jsonl': line('webp'),
    'rd/set/jpeg.jsonl': line('jpeg'),
  });
  const abort = new AbortController();
  let files = 0;
  const onProgress = (): void => {
    files += 1;
    setImmediate(() => abort.abort(new Error('enough')));
  };
  await expect(
    readInSteps(folder, { ...options, onProgress, signal: abort.signal }),
  ).rejects.toThrow('enough');
  expect(files).toBeLessThan(3);
});
