import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import type { CodecSession } from '#src/codecs/codec.js';
import { distanceOf } from '#src/codecs/jxl/native.js';
import { sameSamples } from '#src/image/compare.js';
import { convert } from '#src/image/convert.js';
import { psnr } from '#src/metrics/psnr.js';
import { openLibjxl } from '#src/runtimes/ffi/libjxl.js';
import { keepChatterBack } from '../../support/chatter.ts';
import { scoreOf } from '../../support/score.ts';
import { describeShared, shared } from '../../support/shared.js';
import { arm, picture, resources, withSession } from '../support.js';

keepChatterBack();

async function encode(text: string, threads = 1, image = picture({ width: 300, height: 270 })) {
  const use = { ...resources, threads };
  return withSession(await arm(text), (session) => session.encode(image, untimed), use);
}

async function decode(text: string, bytes: Uint8Array) {
  return withSession(await arm(text), (session) => session.decode(bytes, untimed));
}

const found = openLibjxl();
const reason = 'missing' in found ? `: skipped, ${found.missing}` : '';

describe.skipIf(reason !== '')(`jxl:engine=native${reason}`, () => {
  const native = 'jxl:engine=native,effort=3';

  it('names the version that the loaded library tells of itself', async () => {
    const { codec, settings } = await arm(`${native},quality=75`);
    const { version, runtime } = codec.engine(settings);
    expect(version).toMatch(/^0\.(7|8|9|1[0-2])\.\d+$/);
    expect(runtime).toBe('ffi');
    const release = version.split('.').slice(0, 2).join('.');
    if ('library' in found) expect(found.library.file).toContain(release);
  });

  it('gives the same bytes with several threads', async () => {
    expect(await encode(`${native},quality=75`, 3)).toEqual(await encode(`${native},quality=75`));
  });

  it.each([8, 16] as const)('exchanges lossless files of %i bit with wasm-vips', async (depth) => {
    const image = picture({ width: 90, height: 61, channels: 4, depth });
    const [ours, theirs] = [`${native},lossless=true`, 'jxl:lossless=true,effort=3'];
    expect(sameSamples(await decode(theirs, await encode(ours, 1, image)), image)).toBe(true);
    expect(sameSamples(await decode(ours, await encode(theirs, 1, image)), image)).toBe(true);
  });

  it('takes quality as the distance that libjxl makes of it', async () => {
    for (const quality of [1, 30, 75, 90]) {
      const byDistance = await encode(`${native},distance=${Math.min(15, distanceOf(quality))}`);
      const byQuality = await encode(`${native},quality=${quality}`);
      if (distanceOf(quality) <= 15) expect(byQuality).toEqual(byDistance);
      else expect(byQuality.length).toBeLessThan(byDistance.length);
    }
  });

  it('agrees with libjxl itself on that distance, where it has the function', () => {
    if (!('library' in found)) return;
    const own = found.library.find<(quality: number) => number>(
      'float JxlEncoderDistanceFromQuality(float)',
    );
    for (let quality = 0; own !== null && quality <= 100; quality++) {
      expect(distanceOf(quality)).toBeCloseTo(own(quality), 4);
    }
    expect([0, 30, 90, 100].map(distanceOf)).toEqual([
      25,
      expect.closeTo(6.4),
      expect.closeTo(1),
      0,
    ]);
  });
});

describeShared('conformance files by the system libjxl', () => {
  let vips: CodecSession;
  beforeAll(async () => {
    const { codec, settings } = await arm('jxl:quality=1');
    vips = await codec.open(settings, resources);
  });
  afterAll(() => vips.close());
  const file = (name: string) => readFileSync(shared('fuzz', 'jxl', 'conformance', `${name}.jxl`));

  // Straight alpha, tone curves, ICC profiles of grey and colour with and without XYB, an animation.
  it.skipIf(reason !== '').each([
    ['alpha_nonpremultiplied', 99],
    ['bicycles', 50],
    ['grayscale', 40],
    ['grayscale_jpeg', 50],
    ['lz77_flower', 99],
    ['patches_lossless', 99],
    ['sunset_logo', 99],
    ['animation_spline', 60],
  ])('%s is the picture that wasm-vips sees, to %f dB', async (name, least) => {
    const [ours, theirs] = [
      await decode('jxl:engine=native,quality=1', file(name)),
      await vips.decode(file(name), untimed),
    ];
    expect(ours.depth).toBe(theirs.depth);
    const layout = { channels: 4, depth: 8 } as const;
    const told = await scoreOf(psnr, convert(ours, layout), convert(theirs, layout));
    expect(told).toBeGreaterThan(least);
  });

  it.skipIf(reason !== '')('premultiplied alpha comes back straight', async () => {
    const { data } = await decode('jxl:engine=native,quality=1', file('alpha_premultiplied'));
    // Premultiplied, no sample is above its alpha.
    const above = [...data].filter((sample, i) => i % 4 < 3 && sample > data[i | 3]!);
    expect(above.length).toBeGreaterThan(1000);
  });
});
