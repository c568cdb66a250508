import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { openVp8Decoder, type Vp8Decoder } from '#src/codecs/vp8/decoder.js';
import { sharp } from '#src/image/files/sharp.js';
import { mutate } from '../../support/mutate.ts';
import { generator } from '../../support/random.ts';
import { describeShared, shared } from '../../support/shared.ts';
import { rgbOf, samplesOf } from './reference.ts';
import { cut, encodings, webpOf } from './seeds.ts';

let decoder: Vp8Decoder;
const seeds: Uint8Array[] = [];

beforeAll(async () => {
  decoder = await openVp8Decoder();
  for (const [i, settings] of encodings.entries()) {
    seeds.push(await webpOf(i === 0 ? 1 : 75, i === 0 ? 1 : 51 + i, settings));
  }
});

/** All samples, or the error, which must be one of ours. */
function outcome(file: Uint8Array): string {
  try {
    const planes = decoder.decode(file, { maxPixels: 4e6 });
    const samples = samplesOf(decoder, planes);
    const small = decoder.resample(planes, { width: 9, height: 7, subsampling: [1, 1] });
    return Buffer.concat([samples, decoder.rgb(small)]).toString('base64');
  } catch (error) {
    expect(error).toBeInstanceOf(WorkError);
    return (error as Error).message;
  }
}

function mutant(random: () => number): Uint8Array {
  const below = (end: number) => Math.floor(random() * end);
  const file = Uint8Array.from(seeds[below(seeds.length)]!);
  // Sides, first partition and sizes stand in the first bytes.
  mutate(file, random, random() < 0.4 ? 80 : file.length);
  return random() < 0.25 ? cut(file, 21 + below(file.length - 21)) : file;
}

test('3,000 mutants give an error or a picture, and never one of bytes of another', () => {
  const random = generator(1);
  const whole = seeds.map(outcome);
  let pictures = 0;
  for (let i = 0; i < 3000; i++) {
    const file = mutant(random);
    const first = outcome(file);
    if (!/WebP|pixels/.test(first)) pictures++;
    const other = i % seeds.length;
    expect(outcome(seeds[other]!)).toBe(whole[other]);
    expect(outcome(file)).toBe(first);
  }
  expect(pictures).toBeGreaterThan(300);
  expect(pictures).toBeLessThan(2700);
});

/** RGB, or null where the file is not decoded. */
function rgb(file: Uint8Array): Uint8Array | null {
  try {
    return rgbOf(decoder, decoder.decode(file));
  } catch (error) {
    expect(error).toBeInstanceOf(WorkError);
    return null;
  }
}

test('mutants are pictures where they are some of libwebp, and the same ones', async () => {
  const random = generator(2);
  let [same, others] = [0, 0];
  for (let i = 0; i < 1000; i++) {
    const file = mutant(random);
    const image = sharp(file, { limitInputPixels: 4e6 });
    const expected = await image
      .raw()
      .toBuffer()
      .catch(() => null);
    const own = rgb(file);
    expect(own === null).toBe(expected === null);
    if (own === null || expected === null) continue;
    if (Buffer.compare(own, expected) === 0) same++;
    else others++;
  }
  expect(same).toBeGreaterThan(300);
  // Of coefficients that no encoder writes libwebp's sums do not hold in their 16 bits.
  expect(others).toBeLessThan(same / 200);
});

describeShared('files of other projects', () => {
  const files = ['fuzz', 'datasets', 'cases'].flatMap((folder) =>
    readdirSync(shared(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.webp$/i.test(file))
      .map((file) => path.join(folder, file))
      .sort(),
  );

  test('there are some', () => {
    expect(files.length).toBeGreaterThan(2);
  });

  test.for(files)('%s is refused, an error or the picture of libwebp', async (file) => {
    const bytes = new Uint8Array(readFileSync(shared(file)));
    const strict = outcome(bytes);
    if (/is not decoded here/.test(strict)) return;
    const expected = await sharp(bytes)
      .raw()
      .toBuffer()
      .catch(() => null);
    const own = rgb(bytes);
    expect(own === null).toBe(expected === null);
    if (own !== null) expect(Buffer.compare(own, expected!)).toBe(0);
  });
});
