import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readCalibration } from '#src/estimate/calibration/read.js';
import { savePng } from '#src/image/files/save.js';
import { runPareto } from '../support/pareto.ts';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

test('writes a calibration of the pictures, which estimates then take', async () => {
  const folder = scratch();
  const out = path.join(folder, 'own.json');
  for (let n = 1; n <= 5; n++)
    await savePng(path.join(folder, 'set', `${n}.png`), picture(700, 500, n));
  const run = (...args: string[]) =>
    runPareto(['estimate', ...args], { cache: path.join(folder, 'cache') });
  const set = path.join(folder, 'set');
  const args = ['--calibrate', '--dataset', set, '--codec', 'png', '--out', out];
  const { status, stdout } = await run(...args);
  expect(status).toBe(0);
  expect(stdout).toMatch(/own\.json: \d+ entries from 5 encodes/);
  const { entries, command, date } = await readCalibration(out);
  expect(command).toContain('pareto estimate --calibrate --dataset');
  expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(entries.find(({ estimator, of }) => estimator === 'bands' && of !== null)).toMatchObject({
    of: { codec: 'png' },
    ...{ pictures: 5, data: 'set' },
  });
  const estimate = await run(
    path.join(set, '1.png'),
    '--codec',
    'png',
    '--estimator',
    'bands',
    '--calibration',
    out,
    '--json',
  );
  const { estimates } = JSON.parse(estimate.stdout);
  expect(estimates[0]).toMatchObject({ estimator: 'bands', reason: 'already_optimized' });
  // What was measured is kept, and not measured again.
  const journal = readFileSync(path.join(folder, 'own.measured.jsonl'), 'utf8');
  expect((await run(...args)).status).toBe(0);
  expect(readFileSync(path.join(folder, 'own.measured.jsonl'), 'utf8')).toBe(journal);
});

test('says what it lacks', async () => {
  const folder = scratch();
  const run = (...args: string[]) =>
    runPareto(['estimate', '--calibrate', ...args, '--out', path.join(folder, 'own.json')], {
      cache: folder,
    });
  const none = await run('--codec', 'png');
  expect(none.status).toBe(2);
  expect(none.stderr).toContain('expected pictures to calibrate on');
  await savePng(path.join(folder, 'set', 'a.png'), picture(100, 80));
  const few = await run(path.join(folder, 'set'), '--codec', 'png');
  expect(few.status).toBe(2);
  expect(few.stderr).toContain('expected 5 pictures or more');
  expect(existsSync(path.join(folder, 'own.json'))).toBe(false);
});
