import { expect, test } from 'vitest';
import { libjpegQuality } from '#src/codecs/jpeg/quality.js';
import { codecs } from '#src/codecs/registry.js';

test.each(['jpeg', 'mozjpeg', 'jpegli'])('%s sweeps the scale of libjpeg', async (id) => {
  const { quality } = (await codecs.load(id)).params;
  const { min, max, sweep } = libjpegQuality;
  expect(quality).toMatchObject({ type: 'integer', min, max, sweep });
  expect(sweep.every((value) => value >= min && value <= max)).toBe(true);
});
