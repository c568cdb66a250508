import { expect, test } from 'vitest';
import { sortOut, tooDemanding, unfit } from '#src/pick/constraints.js';
import { configurationAt, planContenders } from '#src/pick/contender.js';
import { readLimit } from '#src/pick/limit.js';

const labels = (list: readonly { readonly label: string }[]) => list.map(({ label }) => label);
const nothing = { lossless: false, alpha: false, browsers: false } as const;

test('a curve for each codec and its settings, with every value of the knob', async () => {
  const { contenders, leftOut } = await planContenders('jpeg,avif:speed=0+8,png', []);
  expect(leftOut).toEqual([]);
  expect(labels(contenders)).toEqual(['jpeg', 'avif:speed=0', 'avif:speed=8', 'png']);
  const [jpeg, , avif, png] = contenders;
  expect(jpeg!.values).toHaveLength(100);
  expect(jpeg!.grid).toEqual([5, 10, 20, 30, 40, 50, 60, 75, 85, 90, 95]);
  expect(png).toMatchObject({ knob: null, values: [0], grid: [0] });
  expect(configurationAt(avif!, 63).spec).toBe('avif:speed=8,quality=63');
  expect(configurationAt(png!, 0).spec).toBe('png');
});

test('values that are given are the only ones, and a curve that is named twice is one', async () => {
  const { contenders } = await planContenders('jpeg:quality=30+60,jpeg', []);
  expect(contenders.map(({ values }) => values)).toEqual([[30, 60]]);
});

test('a continuous knob has round values', async () => {
  const { contenders } = await planContenders('jpeg2000', []);
  const { values, knob } = contenders[0]!;
  expect(knob).toBe('ratio');
  expect(values.length).toBeGreaterThan(200);
  expect(values).toContain(8.1);
});

test('what cannot run here, and codecs of JPEG files, are left out with the reason', async () => {
  const { contenders, leftOut } = await planContenders('jxl-jpeg,webp', []);
  expect(labels(contenders)).toEqual(['webp']);
  expect(leftOut).toEqual([
    { spec: 'jxl-jpeg', reason: 'it codes JPEG files, not pictures; a sweep measures it' },
  ]);
  await expect(planContenders('jpge', [])).rejects.toThrow('did you mean jpeg?');
});

test('what is asked for sorts codecs out', async () => {
  const { contenders } = await planContenders('jpeg,webp:lossless=true,jxl,png', []);
  const of = (wanted: object) => labels(sortOut(contenders, { ...nothing, ...wanted }).fit);
  expect(of({})).toHaveLength(4);
  expect(of({ lossless: true })).toEqual(['webp:lossless=true', 'png']);
  expect(of({ alpha: true })).toEqual(['webp:lossless=true', 'jxl', 'png']);
  expect(of({ browsers: true })).toEqual(['jpeg', 'webp:lossless=true', 'png']);
  const [jpeg, , jxl] = contenders;
  expect(unfit(jpeg!, { ...nothing, alpha: true })).toBe('it stores no transparency');
  expect(unfit(jxl!, { ...nothing, browsers: true })).toBe(
    'not shown by all browsers: Chrome 155, Firefox 158, Safari 17',
  );
});

test('speeds and memory are held to their bounds; what is not known holds none', () => {
  const speed = { encode: 4.567, decode: 80, peakBytes: 300e6, knob: 50, conditions: '' };
  const bound = (text: string) => readLimit(text, '>=')!;
  expect(tooDemanding(null, nothing)).toBe(null);
  expect(tooDemanding(speed, { ...nothing, encodeSpeed: bound('>4') })).toBe(null);
  expect(tooDemanding(speed, { ...nothing, encodeSpeed: bound('>5') })).toBe(
    'encode: 4.57 MP/s, >5 is wanted',
  );
  expect(tooDemanding(speed, { ...nothing, memory: bound('<200') })).toBe(
    'memory: 300 MB, <200 is wanted',
  );
  expect(tooDemanding(null, { ...nothing, decodeSpeed: bound('>5') })).toBe(
    'decode was not measured, >5 MP/s is wanted',
  );
});
