import { expect, test } from 'vitest';
import { avif, heifQuality } from '#src/optimize/formats/avif.js';
import { picture } from '../../support/photos.ts';

test('its trials are of its format, and the values of their knobs are their own', () => {
  expect(avif.trials.length).toBeGreaterThan(0);
  for (const { format, knob, lossy } of avif.trials) {
    expect(format).toBe('avif');
    if (knob === null) expect(lossy).toBe(false);
    for (const value of knob?.grid ?? []) expect(knob!.values).toContain(value);
  }
});

test.each([
  [10, 30],
  [60, 70],
  [95, 90],
])("quality %d of libjpeg's stands for %d of libheif's", (quality, expected) => {
  expect(heifQuality(quality)).toBe(expected);
});

test('of qualities that give one file one is searched, and all others give another', async () => {
  const { knob, encode } = avif.trials.find((trial) => trial.knob !== null)!;
  const image = picture(48, 48);
  const files: string[] = [];
  for (let quality = 1; quality <= 100; quality++) {
    const bytes = await encode!(image, quality, { maxPixels: 1e6 });
    files.push(Buffer.from(bytes).toString('base64'));
  }
  const searched = knob!.values.map((value) => files[value - 1]);
  expect(new Set(searched)).toEqual(new Set(files));
  expect(new Set(searched).size).toBe(searched.length);
});
