import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { measureForCalibration } from '#src/estimate/calibration/run.js';
import { savePng } from '#src/image/files/save.js';
import { picture } from '../../support/photos.ts';
import { scratch } from '../../support/scratch.ts';

async function prepare() {
  const folder = scratch();
  const pictures = await Promise.all(
    [1, 2].map(async (seed) => {
      const file = path.join(folder, `${seed}.png`);
      await savePng(file, picture(320, 200, seed));
      return { path: file, sha256: `digest-${seed}`, set: 'both' };
    }),
  );
  return {
    pictures,
    journal: path.join(folder, 'measured.jsonl'),
    specs: ['jpeg:quality=40', 'qoi'],
  };
}

test('measures every picture by every codec, and goes on from its journal', async () => {
  const run = await prepare();
  const told: number[][] = [];
  const measured = await measureForCalibration({
    ...run,
    onProgress: (...each) => told.push(each),
  });
  expect(measured.map(({ picture: p, of }) => [p, of.codec])).toEqual([
    ['digest-1', 'jpeg'],
    ['digest-1', 'qoi'],
    ['digest-2', 'jpeg'],
    ['digest-2', 'qoi'],
  ]);
  expect(told.at(-1)).toEqual([4, 4]);
  const written = readFileSync(run.journal, 'utf8');
  expect(await measureForCalibration(run)).toEqual(measured);
  expect(readFileSync(run.journal, 'utf8')).toBe(written);
  // A line that was cut short by a kill is measured again.
  writeFileSync(run.journal, written.slice(0, -30));
  expect(await measureForCalibration(run)).toHaveLength(4);
  expect(readFileSync(run.journal, 'utf8').trim().split('\n').length).toBeGreaterThanOrEqual(4);
});

test('stops when it is told to', async () => {
  const run = await prepare();
  const stop = new AbortController();
  const onProgress = () => stop.abort(new Error('enough'));
  const stopped = measureForCalibration({ ...run, onProgress, signal: stop.signal });
  await expect(stopped).rejects.toThrow('enough');
  expect(readFileSync(run.journal, 'utf8').trim().split('\n')).toHaveLength(1);
});
