import { describe, expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { metrics } from '#src/metrics/registry.js';
import { decodeOriginal } from '#src/optimize/decode-original.js';
import { optimizeFormats } from '#src/optimize/formats/registry.js';
import { holdsProfile, withProfile } from '#src/optimize/profile.js';
import { openSource } from '#src/optimize/source.js';
import { picture } from '../support/photos.ts';

const limits = { maxPixels: 1e6 };
const { data, width, height } = picture(48, 36);
const raw = { width, height, channels: 3 } as const;
/** A picture in Display P3. */
const wide = await sharp(data, { raw }).withIccProfile('p3').png().toBuffer();
const profile = new Uint8Array((await sharp(wide).metadata()).icc!);

describe.each(['jpeg', 'png', 'webp'] as const)('%s', (format) => {
  const plain = () =>
    sharp(data, { raw })
      [format](format === 'webp' ? { lossless: true } : {})
      .toBuffer();

  test('a file gets the very profile, and stays the same picture', async () => {
    for (const icc of [profile, new Uint8Array(70_001)]) {
      const before = await plain();
      const file = withProfile(before, format, icc);
      const found = (await sharp(file).metadata()).icc;
      // A profile of zeros is none to libvips; the file is to be sound all the same.
      if (icc === profile) expect(Buffer.compare(found!, icc)).toBe(0);
      const samples = await sharp(file, { ignoreIcc: true }).raw().toBuffer();
      expect(samples.equals(await sharp(before).raw().toBuffer())).toBe(true);
    }
  });
});

test.each(['jpeg', 'png', 'webp', 'avif', 'jxl', 'heic'] as const)(
  'colours that are not sRGB stay true in %s',
  async (format) => {
    const source = await openSource(wide, 'wide.png', limits);
    const metric = await metrics.load('psnr');
    const scorer = await metric.prepare(await source.raster());
    const { trials, decode } = await optimizeFormats.load(format);
    const setting = { preset: 'low', lossyPng: true, keep: [] } as const;
    for (const trial of trials) {
      if (!(await trial.applies(source, setting))) continue;
      const knob = trial.knob?.fixed(95, source) ?? null;
      const bytes = await trial.run(source, { ...setting, knob }, limits);
      const decoded = await (decode ?? decodeOriginal)(bytes!, limits);
      expect((await scorer.score(decoded)).value, trial.id).toBeGreaterThan(30);
    }
    scorer.close();
  },
);

test('formats that no profile is put into are known', () => {
  expect(['jpeg', 'png', 'webp'].every((id) => holdsProfile(id as 'png'))).toBe(true);
  expect(holdsProfile('jxl')).toBe(false);
});
