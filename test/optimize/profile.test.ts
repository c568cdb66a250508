import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { codecs } from '#src/codecs/registry.js';
import { sharp } from '#src/image/files/sharp.js';
import { metrics } from '#src/metrics/registry.js';
import { decodeOriginal } from '#src/optimize/decode-original.js';
import { optimizeFormats } from '#src/optimize/formats/registry.js';
import { holdsProfile, isGreyProfile, withProfile } from '#src/optimize/profile.js';
import { openSource } from '#src/optimize/source.js';
import { picture } from '../support/photos.ts';

const limits = { maxPixels: 1e6 };
const hasLibrary = (await (await codecs.load('jxl')).available({ engine: 'native' })) === true;

/** A JPEG XL file by djxl, in its own colours; null where that is not here. */
async function asPng(bytes: Uint8Array): Promise<Uint8Array | null> {
  if (spawnSync('djxl', ['--version']).error) return null;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pareto-profile-'));
  try {
    writeFileSync(path.join(folder, 'a.jxl'), bytes);
    execFileSync('djxl', ['a.jxl', 'a.png'], { cwd: folder, stdio: 'ignore' });
    return readFileSync(path.join(folder, 'a.png'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const { data, width, height } = picture(48, 36);
const raw = { width, height, channels: 3 } as const;
/** A picture in Display P3. */
const wide = await sharp(data, { raw }).withIccProfile('p3').png().toBuffer();
const profile = new Uint8Array((await sharp(wide).metadata()).icc!);

describe.each(['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)('%s', (format) => {
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

test.each(['jpeg', 'png', 'webp', 'avif', 'jxl', 'heic', 'tiff'] as const)(
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
      expect((await scorer.score(decoded)).value, trial.id).toBeGreaterThan(29);
    }
    scorer.close();
  },
);

/** Flat patches of Display P3: most of them lie outside sRGB. */
const patches = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [0, 255, 255],
  [240, 60, 20],
  [40, 200, 70],
  [128, 128, 128],
] as const;
const [side, across] = [32, 32 * patches.length];
const patched = withProfile(
  await sharp(
    Uint8Array.from({ length: side * across * 3 }, (_, i) => {
      const x = Math.floor(i / 3) % across;
      return patches[Math.floor(x / side)]![i % 3]!;
    }),
    { raw: { width: across, height: side, channels: 3 } },
  )
    .png()
    .toBuffer(),
  'png',
  profile,
);

/** CIE 1976 L*a*b* of a colour of Display P3, white D65. */
function lab(colour: readonly number[]): number[] {
  const linear = colour.map((v) => {
    const u = v / 255;
    return u <= 0.04045 ? u / 12.92 : ((u + 0.055) / 1.055) ** 2.4;
  });
  const matrix = [
    [0.48657, 0.26567, 0.19822],
    [0.22897, 0.69174, 0.07929],
    [0, 0.04511, 1.04394],
  ];
  const white = [0.95047, 1, 1.08883];
  const [x, y, z] = matrix.map((row, i) => {
    const t = row.reduce((sum, m, k) => sum + m * linear[k]!, 0) / white[i]!;
    return t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116;
  }) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Samples as stored, in the profile that the file holds. */
async function storedSamples(file: Uint8Array): Promise<Uint8Array> {
  return sharp(file, { ignoreIcc: true }).removeAlpha().raw().toBuffer();
}

async function farthest(file: Uint8Array): Promise<number> {
  const samples = await storedSamples(file);
  const distances = patches.map((patch, i) => {
    const at = 3 * ((side / 2) * across + i * side + side / 2);
    const [a, b] = [lab(patch), lab([...samples.subarray(at, at + 3)])];
    return Math.hypot(...a.map((v, k) => v - b[k]!));
  });
  return Math.max(...distances);
}

test.each(['jpeg', 'png', 'webp', 'avif', 'tiff', 'jxl'] as const)(
  'colours outside sRGB stay within a deltaE of 1 in %s',
  async (format) => {
    const source = await openSource(patched, 'patched.png', limits);
    expect(source.facts.icc).not.toBe(null);
    const { trials } = await optimizeFormats.load(format);
    // A palette is lossy by intent; strips of its own format store what is there.
    const setting = { preset: 'low', lossyPng: false, keep: [] } as const;
    for (const trial of trials) {
      if (trial.id === 'strip' || !(await trial.applies(source, setting))) continue;
      const finest = format === 'jxl' ? 0.1 : trial.knob?.values.at(-1);
      const knob = trial.knob ? finest! : null;
      const run = trial.run(source, { ...setting, knob }, limits);
      if (format === 'jxl' && !hasLibrary) {
        await expect(run).rejects.toThrow(/outside sRGB/);
        continue;
      }
      const bytes = await run;
      const file = format === 'jxl' ? await asPng(bytes!) : bytes!;
      if (file === null) continue;
      const { icc } = await sharp(file).metadata();
      if (format !== 'jxl') expect(Buffer.compare(icc!, source.facts.icc!), trial.id).toBe(0);
      expect(await farthest(file), trial.id).toBeLessThan(1);
    }
  },
);

test('formats that a profile is put into are known', () => {
  for (const id of ['jpeg', 'png', 'webp', 'avif', 'heic', 'tiff'] as const) {
    expect(holdsProfile(id, profile)).toBe(true);
  }
  // Its encoder stores it.
  expect(holdsProfile('jxl', profile)).toBe(false);
});

test('a profile of grey goes where grey is stored', () => {
  const grey = Uint8Array.from(profile);
  grey.set(Buffer.from('GRAY'), 16);
  expect(isGreyProfile(grey)).toBe(true);
  expect(holdsProfile('png', grey)).toBe(true);
  expect(holdsProfile('avif', grey)).toBe(false);
  expect(holdsProfile('webp', grey)).toBe(false);
});
