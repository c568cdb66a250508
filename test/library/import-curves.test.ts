import path from 'node:path';
import { expect, test } from 'vitest';
import { readReferences } from '#src/leaderboard/references.js';
import { importCurves } from '#src/library/import-curves.js';
import { temporaryFolder } from '../support/folders.ts';
import { rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const published = (results: object) => JSON.stringify({ name: 'vtm', results });

test('curves of a file stand in the results, and again are unchanged', async () => {
  const folder = await temporaryFolder({
    'vtm.json': published({ bpp: [0.5, 1], 'psnr-rgb': [30, 33] }),
    'results/rd/set/webp.jsonl': `${JSON.stringify(rdOf({ spec: 'webp', image: 'a' }))}\n`,
  });
  const [file, out] = [path.join(folder, 'vtm.json'), path.join(folder, 'results')];
  const warnings: (string | undefined)[][] = [];
  const onWarning = (...told: [string, string?]) => void warnings.push(told);
  const { curves, leftOut } = await importCurves(file, { out, onWarning });
  expect(curves.map(({ outcome, curve }) => [outcome, curve.label])).toEqual([['added', 'vtm']]);
  expect(leftOut).toEqual([]);
  expect(readReferences(out, () => {})).toHaveLength(1);
  expect(warnings).toEqual([
    [expect.stringMatching(/on data set 'kodak'.*measured: set; name/), 'no-dataset-name'],
  ]);
  const again = await importCurves(file, { out, dataset: 'kodak' });
  expect(again.curves[0]!.outcome).toBe('unchanged');
});

test('a file of which nothing can be taken is told, and leaves nothing', async () => {
  const folder = await temporaryFolder({ 'x.json': published({ bpp: [1], own: [2] }) });
  const out = scratch();
  const { curves, leftOut } = await importCurves(path.join(folder, 'x.json'), { out });
  expect([curves, leftOut]).toEqual([[], [expect.stringMatching(/no metric that is known/)]]);
  expect(readReferences(out, () => {})).toEqual([]);
  await expect(importCurves(path.join(folder, 'x.json'), { out, label: ' ' })).rejects.toThrow(
    "label takes a name, got ' '",
  );
});
