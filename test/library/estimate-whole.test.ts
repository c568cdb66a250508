import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { savePng } from '#src/image/files/save.js';
import { estimateWhole, wholeFileOf } from '#src/library/estimate-whole.js';
import { optimize } from '#src/optimize/optimize.js';
import { runPareto } from '../support/pareto.ts';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg"  width="40" height="30"><g><path d="M0 0h9v9z"/></g></svg>';

/** What is not to be ended on a busy machine. */
const patient = ['--time-limit', '300'];

let folder: string;
const at = (name: string): string => path.join(folder, name);

interface Printed {
  readonly estimates: readonly Record<string, unknown>[];
}

async function estimate(...args: string[]) {
  const { status, stdout, stderr } = await runPareto(['estimate', ...args, '--json'], {
    cache: at('cache'),
  });
  return { status, stderr, ...(JSON.parse(stdout) as Printed) };
}

beforeEach(async () => {
  folder = scratch();
  writeFileSync(at('a.svg'), svg);
  writeFileSync(at('a.svgz'), gzipSync(svg));
  const { data } = picture(48, 3 * 32);
  await sharp(data, { raw: { width: 48, height: 3 * 32, channels: 3, pageHeight: 32 } })
    .gif({ delay: [80, 80, 80] })
    .toFile(at('a.gif'));
  await savePng(at('still.png'), picture(20, 20));
});

test('kinds are told by content; of what cannot be read there is none', async () => {
  writeFileSync(at('named.png'), svg);
  const files = ['a.svg', 'a.svgz', 'named.png', 'a.gif', 'still.png', 'none.png'];
  const found = await Promise.all(files.map((file) => wholeFileOf(at(file))));
  expect(found.map((one) => one && [one.kind, one.format])).toEqual([
    ['vector graphics', 'svg'],
    ['vector graphics', 'svgz'],
    ['vector graphics', 'svg'],
    ['animation', 'gif'],
    ...[null, null],
  ]);
});

test('vector graphics weigh what the optimiser makes of them, whatever codecs are asked', async () => {
  const { status, stderr, estimates } = await estimate(
    at('a.svg'),
    '--codec',
    'avif,webp',
    ...patient,
  );
  expect([status, stderr]).toEqual([0, '']);
  const bytes = (await optimize(at('a.svg'))).optimizedBytes;
  expect(bytes).toBeLessThan(svg.length);
  expect(estimates).toEqual([
    {
      ...{ file: at('a.svg'), spec: 'svg', predictedBytes: bytes },
      interval: { low: bytes, high: bytes, level: 0.8 },
      ...{ estimator: 'exact', confidence: 'high', milliseconds: expect.any(Number) },
      reason: 'vector graphics optimised whole, as by pareto optimize',
    },
  ]);
});

test('an animation is told whole in its format, and its first picture by codec, with confidence low', async () => {
  const { status, estimates } = await estimate(at('a.gif'), '--codec', 'webp', ...patient);
  expect(status).toBe(0);
  const { optimizedBytes } = await optimize(readFileSync(at('a.gif')));
  expect(estimates.map(({ spec, confidence }) => [spec, confidence])).toEqual([
    ['gif', 'high'],
    ['webp:quality=75', 'low'],
  ]);
  expect(estimates[0]!['predictedBytes']).toBe(optimizedBytes);
  expect(estimates[1]!['reason']).toContain('of its first alone');
});

test('one that takes too long is assumed, and the others are answered', async () => {
  const shapes = Array.from({ length: 20_000 }, (_, i) => `<path d="M${i} 0h9v9z"/>`).join('');
  const large = svg.replace('<g>', `<g>${shapes}`);
  writeFileSync(at('large.svg'), large);
  const args = [at('large.svg'), at('still.png'), '--codec', 'raw', '--time-limit', '0.001'];
  const { status, estimates } = await estimate(...args);
  expect(status).toBe(0);
  const [first, second] = estimates;
  expect(first).toMatchObject({ estimator: 'assumed', confidence: 'low', spec: 'svg' });
  expect(first!['predictedBytes']).toBe(Math.round(0.95 * large.length));
  expect(first!['reason']).toContain('a saving of 5 % is assumed');
  expect(second).toMatchObject({ file: at('still.png'), spec: 'raw' });
});

test('the library tells of one file what the command does, and nothing of a still', async () => {
  const told = await estimateWhole(at('a.svg'), { timeLimitSeconds: 300 });
  const { optimizedBytes } = await optimize(at('a.svg'));
  expect(told).toMatchObject({ spec: 'svg', predictedBytes: optimizedBytes, estimator: 'exact' });
  expect(await estimateWhole(at('still.png'))).toBeNull();
});
