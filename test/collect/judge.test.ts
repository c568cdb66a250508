import { describe, expect, test } from 'vitest';
import { judgeLine, testbedName } from '#src/collect/judge.js';
import { phone, rdOf, timingOf } from './records.ts';
import { smallPlan } from './support.ts';

const plan = await smallPlan();
const refusalOf = (line: unknown): string | null => {
  const verdict = judgeLine(line, plan);
  return 'refused' in verdict ? verdict.refused : null;
};

test('what a page measured is taken, under the version of the program that served it', () => {
  for (const index of plan.configurations.keys()) {
    const line = { ...rdOf(plan, index), version: '<b>', commit: 'theirs' };
    const verdict = judgeLine(line, plan);
    expect(verdict).toMatchObject({ kind: 'rd', record: { version: plan.job.version } });
    expect(refusalOf(timingOf(plan, index))).toBeNull();
  }
  expect(refusalOf(phone)).toBeNull();
});

test("a browser's own codec is taken by the engine that the page names, others by the served one", () => {
  const index = plan.configurations.findIndex(({ codec }) => codec === 'browser-jpeg');
  const own = rdOf(plan, index);
  const engine = { name: 'Firefox', version: '153.0', runtime: 'native' } as const;
  // Another engine is another key.
  expect(refusalOf({ ...own, engine })).toContain('another key');
  expect(refusalOf({ ...own, engine: { ...engine, name: '<script>' } })).toContain('odd');
  expect(refusalOf({ ...rdOf(plan), engine })).toContain('another engine');
});

describe('refused, and nothing of it is repeated', () => {
  const rd = rdOf(plan);
  const timing = timingOf(plan);
  test.each([
    ['nothing', null],
    ['a text', '<script>alert(1)</script>'],
    ['a list', []],
    ['a record of another kind', { ...rd, kind: '<b>' }],
    ['a field of another type', { ...rd, bytes: '12' }],
    ['a newer schema', { ...rd, schema: 2 }],
    ['another protocol', { ...rd, protocol: 2 }],
    ['a data set with a path', { ...rd, dataset: '../../etc' }],
    ['another image', { ...rd, imageSha256: 'b'.repeat(64) }],
    ['an image of another name', { ...rd, image: '<img src=x onerror=alert(1)>' }],
    ['a codec with a path', { ...rd, codec: '../../../tmp/x' }],
    ['__proto__', { ...rd, codec: '__proto__' }],
    ['other settings', { ...rd, settings: { near: 9 } }],
    ['another spec', { ...rd, spec: '<b>qoi</b>' }],
    ['another knob', { ...rd, knob: '<b>' }],
    ['another key', { ...rd, key: 'c'.repeat(64) }],
    ['another crop', { ...rd, crop: '<b>' }],
    ['other bits per pixel', { ...rd, bpp: 0.1 }],
    ['an unknown metric', { ...rd, metrics: { '<b>': 1 }, metricVersions: {} }],
    ['a metric of another version', { ...rd, metricVersions: { psnr: '<b>' } }],
    ['a tile of an unknown metric', { ...rd, worstTiles: { '<b>': tile() } }],
    ['no bytes and no error', { ...rd, bytes: null, bpp: null }],
    ['a long message', { ...rd, error: { stage: 'encode', message: 'x'.repeat(501) } }],
    ['a conversion with markup', { ...rd, conversion: '<b>' }],
    ['a machine with markup', { ...rd, machine: '<b>' }],
    ['a damaged image', { ...rd, damage: '<b>' }],
    ['a testbed with a path', { ...timing, testbed: '../x' }],
    ['a browser with markup', { ...timing, node: '<b>' }],
    ['more passes', { ...timing, passes: 9 }],
    ['more samples than passes', { ...timing, encode: { ...timing.encode, total: [1, 1, 1, 1] } }],
    ['CPU seconds', { ...timing, encode: { ...timing.encode, cpu: [1, 1, 1] } }],
    ['a stage with markup', { ...timing, encode: { ...timing.encode, stages: { '<b>': [1] } } }],
    ['a testbed whose name is a path', { ...phone, id: '../../x' }],
    ['a testbed with markup', { ...phone, os: '<script>' }],
    ['a feature with markup', { ...phone, features: ['<b>'] }],
    ['a library with markup', { ...phone, libraries: { '<b>': '1' } }],
    ['many features', { ...phone, features: Array.from({ length: 41 }, () => 'x') }],
  ])('%s', (_what, line) => {
    const told = refusalOf(line);
    expect(told).not.toBeNull();
    expect(told).not.toMatch(/[<>]|\.\.\//);
  });
});

test('names of testbeds are names of files', () => {
  expect(['a', 'pi5-firefox.153', 'A_1'].every((name) => testbedName.test(name))).toBe(true);
  expect(
    ['', '.a', 'a/b', 'a b', '-x', 'x'.repeat(65)].some((name) => testbedName.test(name)),
  ).toBe(false);
});

function tile() {
  return { x: 0, y: 0, width: 1, height: 1, value: 1 };
}
