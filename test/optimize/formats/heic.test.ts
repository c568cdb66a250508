import { expect, test } from 'vitest';
import { heic } from '#src/optimize/formats/heic.js';

test('its trials are of its format, and the values of their knobs are their own', () => {
  expect(heic.trials.length).toBeGreaterThan(0);
  for (const { format, knob, lossy } of heic.trials) {
    expect(format).toBe('heic');
    if (knob === null) expect(lossy).toBe(false);
    for (const value of knob?.grid ?? []) expect(knob!.values).toContain(value);
  }
});
