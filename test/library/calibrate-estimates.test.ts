import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readCalibration } from '#src/estimate/calibration/read.js';
import { calibrateEstimates, usualQualities } from '#src/library/calibrate-estimates.js';
import { savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const size = { width: 320, height: 240 };

test('writes constants and keeps what was measured', async () => {
  const folder = scratch();
  const out = path.join(folder, 'own.json');
  await savePictures(path.join(folder, 'photos'), 5, size);
  const told: unknown[] = [];
  const options = { codecs: 'jpeg', qualities: [50], out };
  const made = await calibrateEstimates([path.join(folder, 'photos')], {
    ...options,
    onProgress: (measured) => told.push(measured),
  });
  expect(told.at(-1)).toEqual({ done: 5, total: 5 });
  expect(await readCalibration(out)).toEqual(made);
  expect(made.entries.map(({ estimator }) => estimator)).toContain('header');
  expect(made.entries[0]).toMatchObject({ pictures: 5, data: 'photos' });
  const photos = path.join(folder, 'photos');
  expect(made.command).toBe(
    `pareto estimate --calibrate --dataset ${photos} --codec jpeg --quality 50 --out ${out}`,
  );
  const limited = await calibrateEstimates([photos], { ...options, limit: 5 });
  expect(limited.command).toBe(made.command.replace(' --out', ' --limit 5 --out'));
  const journal = readFileSync(path.join(folder, 'own.measured.jsonl'), 'utf8');
  await calibrateEstimates([path.join(folder, 'photos')], options);
  expect(readFileSync(path.join(folder, 'own.measured.jsonl'), 'utf8')).toBe(journal);
  expect(usualQualities).toEqual([40, 60, 80]);
});

test('tells what it cannot do, and writes nothing', async () => {
  const folder = scratch();
  const out = path.join(folder, 'own.json');
  await savePictures(path.join(folder, 'photos'), 2, size);
  const photos = [path.join(folder, 'photos')];
  const options = { codecs: 'jpeg', qualities: [50], out };
  await expect(calibrateEstimates(photos, options)).rejects.toThrow('expected 5 pictures or more');
  await expect(calibrateEstimates([], options)).rejects.toThrow(
    'expected pictures to calibrate on',
  );
  await expect(calibrateEstimates(photos, { ...options, out: '' })).rejects.toThrow(
    /out takes a file/,
  );
  const wrong = { ...options, quality: 50 };
  await expect(calibrateEstimates(photos, wrong)).rejects.toThrow(
    /^unknown option of calibrateEstimates 'quality'; .*qualities/,
  );
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(calibrateEstimates(photos, { ...options, signal })).rejects.toThrow('enough');
  expect(existsSync(out)).toBe(false);
});
