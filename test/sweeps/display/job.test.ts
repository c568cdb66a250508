import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadImageFile } from '#src/image/files/load.js';
import { savePng } from '#src/image/files/save.js';
import { runDisplayTask } from '#src/sweeps/display/job.js';
import { picture } from '../../support/photos.ts';
import { scratch } from '../../support/scratch.ts';

test('makes its file whole or not at all', async () => {
  const folder = scratch();
  const source = path.join(folder, 'p.png');
  await savePng(source, picture(40, 30));
  const target = path.join(folder, 'new', 'p.webp');
  const task = { kind: 'thumbnail', source, side: 20 } as const;
  const { bytes } = await runDisplayTask({ ...task, target });
  expect(bytes).toBeGreaterThan(0);
  expect(await loadImageFile(target)).toMatchObject({ width: 20, height: 15 });
  expect(readdirSync(path.join(folder, 'new'))).toEqual(['p.webp']);
  // A folder in its place: nothing is left beside it.
  mkdirSync(path.join(folder, 'taken', 'p.webp', 'x'), { recursive: true });
  const taken = path.join(folder, 'taken', 'p.webp');
  await expect(runDisplayTask({ ...task, target: taken })).rejects.toThrow();
  expect(readdirSync(path.join(folder, 'taken'))).toEqual(['p.webp']);
});

test('a thumbnail is never larger than its picture', async () => {
  const folder = scratch();
  const source = path.join(folder, 'p.png');
  await savePng(source, picture(40, 30));
  const target = path.join(folder, 'p.webp');
  await runDisplayTask({ kind: 'thumbnail', source, side: 100, target });
  expect(await loadImageFile(target)).toMatchObject({ width: 40, height: 30 });
});
