import { expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { createRaster } from '#src/image/raster.js';
import { avif, heifQuality } from '#src/optimize/formats/avif.js';
import { openSource } from '#src/optimize/source.js';
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

test.each([
  ['a small one of noise', 64, 1, 'avif'],
  ['a large quiet one', 1200, 0, 'avif'],
  ['a large one of noise', 1200, 1, 'avif:speed=8'],
])('%s of side %d is encoded at the speed for it', async (_, side, noise, spec) => {
  const data = Uint8Array.from({ length: side * side }, (_, i) => 128 + noise * ((i * i) % 61));
  const image = createRaster({ width: side, height: side, channels: 1, depth: 8, data });
  const source = await openSource(await encodePng(image, { level: 1 }), 'a.png', {
    maxPixels: 1e7,
  });
  const printed: string[] = [];
  for (const trial of avif.trials) {
    const applies = await trial.applies(source, { preset: 'medium', lossyPng: false, keep: [] });
    if (trial.knob !== null && applies) printed.push(trial.printed!(40));
  }
  expect(printed.map((each) => each.replace(/,?quality=40/, '').replace(/:$/, ''))).toEqual([spec]);
});
