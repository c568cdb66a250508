import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { captureTestbed } from '#src/results/capture-testbed.js';
import { saveTestbed } from '#src/results/stored-testbeds.js';
import type { Testbed } from '#src/results/testbed.js';
import { readTimes } from '#src/results/times.js';
import { timingOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const bench = captureTestbed([], 'bench');
const other = { ...bench, hardware: { ...bench.hardware, cpu: 'another processor' } };

/** A results folder with times of images on a testbed. */
async function folderOf(testbed: Testbed, seconds: Record<string, number>): Promise<string> {
  const folder = scratch();
  await saveTestbed(folder, testbed);
  const file = path.join(folder, 'timing', testbed.id, 'set', 'jpeg.jsonl');
  const lines = Object.entries(seconds).map(([image, each]) =>
    JSON.stringify(timingOf({ spec: 'jpeg', image, testbed: testbed.id, encode: [each] })),
  );
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
  return folder;
}

/** The seconds of images in results, with what was warned of. */
function read(results: string | string[]) {
  const warnings: string[] = [];
  const { records, describe } = readTimes(results, (message) => warnings.push(message));
  const seconds = Object.fromEntries(records.map(({ image, encode }) => [image, encode.total[0]]));
  return { seconds, warnings, cpu: describe('bench')?.hardware.cpu, none: describe('none') };
}

test('of two folders of one machine, a measurement of both is that of the last', async () => {
  const first = await folderOf(bench, { a: 1, b: 1 });
  const last = await folderOf(bench, { b: 2, c: 2 });
  const { cpu } = bench.hardware;
  const common = { warnings: [], cpu, none: null };
  expect(read([first, last])).toEqual({ ...common, seconds: { a: 1, b: 2, c: 2 } });
  expect(read([last, first])).toEqual({ ...common, seconds: { a: 1, b: 1, c: 2 } });
  expect(read(first)).toEqual({ ...common, seconds: { a: 1, b: 1 } });
});

test('times of another machine of the same name are left out, and that is told', async () => {
  const first = await folderOf(other, { a: 1, b: 1 });
  const last = await folderOf(bench, { b: 2 });
  const { seconds, warnings, cpu } = read([first, last]);
  expect(seconds).toEqual({ b: 2 });
  expect(cpu).toBe(bench.hardware.cpu);
  expect(warnings).toEqual([
    expect.stringMatching(/^the times of testbed bench in \S+ are left out: .*another processor/),
  ]);
});
