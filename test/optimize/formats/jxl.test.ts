import { expect, test } from 'vitest';
import { jxl } from '#src/optimize/formats/jxl.js';

test('its trials are of its format, and the values of their knobs are their own', () => {
  expect(jxl.trials.length).toBeGreaterThan(0);
  for (const { format, knob, lossy } of jxl.trials) {
    expect(format).toBe('jxl');
    if (knob === null) expect(lossy).toBe(false);
    for (const value of knob?.grid ?? []) expect(knob!.values).toContain(value);
  }
});
