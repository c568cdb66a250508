import { expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { jpeg } from '#src/optimize/formats/jpeg.js';
import { formatOfFile } from '#src/optimize/formats/table.js';
import { openSource } from '#src/optimize/source.js';
import { openTurbo } from '#src/runtimes/ffi/turbojpeg.js';
import { picture } from '../../support/photos.ts';
import { runTrials } from './source.ts';

test('mozjpeg is tried at the quality of the preset, and never for alpha', async () => {
  const opaque = await encodePng(picture(40, 30));
  const setting = { preset: 'medium', lossyPng: true, keep: [] } as const;
  const source = await openSource(opaque, 'a.png', { maxPixels: 1e6 });
  const mozjpeg = jpeg.trials.find(({ id }) => id === 'mozjpeg')!;
  expect(await mozjpeg.applies(source, setting)).toBe(true);
  expect(mozjpeg.knob!.fixed(60, source)).toBe(60);
  const clear = { ...source, facts: { ...source.facts, hasAlpha: true } };
  for (const trial of jpeg.trials) expect(await trial.applies(clear, setting)).toBe(false);
});

test.skipIf('missing' in openTurbo())('libjpeg-turbo of the system is tried', async () => {
  const made = (await runTrials(await encodePng(picture(40, 30)), 'jpeg'))['turbo']!;
  expect(formatOfFile(made)).toBe('jpeg');
});
