import { expect, test } from 'vitest';
import { avif, heifQuality } from '#src/optimize/formats/avif.js';

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
