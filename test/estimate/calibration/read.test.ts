import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createCalibrationReader,
  readCalibration,
  shippedCalibration,
} from '#src/estimate/calibration/read.js';
import { calibrationOf, entryOf } from '../../support/estimates.ts';
import { temporaryFolder } from '../../support/folders.ts';

async function fileOf(content: unknown): Promise<string> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return path.join(await temporaryFolder({ 'calibration.json': text }), 'calibration.json');
}
const good = calibrationOf(entryOf(), entryOf({ of: null }));

describe('a calibration file', () => {
  test('is read as it was written', async () => {
    expect(await readCalibration(await fileOf(good))).toEqual(good);
  });

  test('comes with the program', async () => {
    const { schema, command } = await readCalibration(shippedCalibration);
    expect(schema).toBe(3);
    expect(command).toMatch(/^pareto estimate --calibrate/);
  });

  test.each([
    ['no JSON', '{', /is no calibration file \(.*\); calibrate anew/],
    ['something else', '[]', /is no calibration file/],
    ['null', 'null', /is no calibration file/],
    ['another version', { ...good, schema: 1 }, /\(version 1, this program reads 3\)/],
    ['an entry without errors', { ...good, entries: [{ ...entryOf(), errors: {} }] }, /errors/],
    ['a number that is none', JSON.stringify(good).replace('0.2', '1e999'), /p95/],
  ])('that is %s is told', async (_, content, message) => {
    const file = await fileOf(content);
    await expect(readCalibration(file)).rejects.toThrow(message);
    await expect(readCalibration(file)).rejects.toThrow(file);
  });

  test('that is missing is told', async () => {
    await expect(readCalibration('/nowhere/calibration.json')).rejects.toThrow(
      '/nowhere/calibration.json',
    );
  });
});

test('a reader of calibrations reads a file once, and others apart', async () => {
  const read = createCalibrationReader();
  const file = await fileOf(good);
  const first = await read(file);
  writeFileSync(file, 'changed meanwhile');
  expect(await read(file)).toBe(first);
  await expect(createCalibrationReader()(file)).rejects.toThrow('is no calibration file');
});
