import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { convert } from '#src/image/convert.js';
import { profileSpace } from '#src/image/files/colour/icc-profile.js';
import { toSrgb } from '#src/image/files/colour/to-srgb.js';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { encodePng } from '#src/image/files/save.js';
import { sharp } from '#src/image/files/sharp.js';
import { type Channels, createRaster, type Depth, type Raster } from '#src/image/raster.js';
import { greyProfile, profileOf, withProfile } from '../../../support/png.js';
import { describeShared, shared } from '../../../support/shared.js';
import { samplesOf, spacesOf, worstError } from './lcms.ts';

/** The sRGB curve, IEC 61966-2-1: linear light 0..1 to a sample 0..1. */
function fromLinear(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}

function ramp(channels: Channels, depth: Depth): Raster {
  const step = depth === 8 ? 1 : 257;
  const size = 256 * channels;
  const data = depth === 8 ? new Uint8Array(size) : new Uint16Array(size);
  data.forEach((_, i) => {
    data[i] = channels === 4 && i % 4 === 3 ? 100 * step : Math.floor(i / channels) * step;
  });
  return createRaster({ width: 256, height: 1, channels, depth, data });
}

async function readWith(profile: Uint8Array, image: Raster): Promise<Raster> {
  return decodeImage(withProfile(await encodePng(image), profile), { name: 'picture' });
}

test.each<[Depth, number]>([
  [8, 2.2],
  [8, 1.8],
  [16, 2.2],
  [16, 1.8],
])('grey of %i bit with gamma %f gets the sRGB curve and stays grey', async (depth, gamma) => {
  const source = ramp(1, depth);
  const image = await readWith(greyProfile(gamma), source);
  expect(image).toMatchObject({ channels: 1, depth, width: 256 });
  const peak = depth === 8 ? 255 : 65535;
  // As the profile holds it.
  const written = Math.round(gamma * 256) / 256;
  const errors = Array.from(image.data, (sample, i) =>
    Math.abs(sample - peak * fromLinear((source.data[i]! / peak) ** written)),
  );
  // Rounding alone.
  expect(Math.max(...errors)).toBeLessThan(0.501);
});

describe('profileSpace', () => {
  const whole = greyProfile(2.2);
  const curve = Buffer.alloc(16);
  curve.write('curv');

  test('takes a profile made for the samples, and no other', () => {
    expect(profileSpace(whole, 'GRAY')).not.toBeNull();
    expect(profileSpace(whole, 'RGB ')).toBeNull();
  });

  test('refuses one without the tags that it needs', () => {
    expect(profileSpace(profileOf('GRAY', {}), 'GRAY')).toBeNull();
    expect(profileSpace(profileOf('GRAY', { kTRC: Buffer.alloc(16) }), 'GRAY')).toBeNull();
    const curves = { rTRC: curve, gTRC: curve, bTRC: curve };
    expect(profileSpace(profileOf('RGB ', curves), 'RGB ')).toBeNull();
    expect(profileSpace(profileOf('RGB ', { A2B0: Buffer.alloc(64) }), 'RGB ')).toBeNull();
  });

  test('refuses every truncation, and never throws', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(profileSpace(whole.subarray(0, length), 'GRAY')).toBeNull();
    }
    const profiles = spacesOf('icc').map(({ icc }) => Buffer.from(icc, 'base64'));
    fc.assert(
      fc.property(fc.constantFrom(...profiles), fc.nat(), fc.nat(255), (profile, at, value) => {
        const broken = new Uint8Array(profile).with(at % profile.length, value);
        for (const samples of ['RGB ', 'GRAY'] as const) {
          const space = profileSpace(broken, samples);
          if (space !== null) toSrgb(ramp(samples === 'GRAY' ? 1 : 3, 8), space);
        }
      }),
    );
  });

  test('refuses high dynamic range by name', () => {
    const cicp = (transfer: number) =>
      Buffer.from([...Buffer.from('cicp'), 0, 0, 0, 0, 9, transfer, 0, 1]);
    expect(() => profileSpace(profileOf('RGB ', { cicp: cicp(16) }), 'RGB ')).toThrow(
      'the ICC profile says transfer function 16, PQ (SMPTE ST 2084)',
    );
    expect(() => profileSpace(profileOf('RGB ', { cicp: cicp(18) }), 'RGB ')).toThrow(WorkError);
    expect(profileSpace(profileOf('RGB ', { cicp: cicp(13) }), 'RGB ')).toBeNull();
  });
});

describe('samples become what littleCMS makes of them', () => {
  test.each(spacesOf('icc').map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const profile = Buffer.from(each.icc, 'base64');
    const image = samplesOf(each);
    const read = await readWith(profile, image);
    expect(worstError(read, each.srgb)).toBeLessThan(0.6);
    // Those that this project takes as a standard's exact numbers are up to half a step away.
    if (each.name !== 'BT.709 curve') expect(worstError(read, each.srgb)).toBeLessThan(0.15);
    const narrow = convert(image, { channels: image.channels, depth: 8 });
    const wide = convert(narrow, { channels: image.channels, depth: 16 });
    const [eight, sixteen] = [await readWith(profile, narrow), await readWith(profile, wide)];
    expect(eight).toEqual(convert(sixteen, { channels: image.channels, depth: 8 }));
  });
});

describeShared('profiles of other makers', () => {
  const folder = 'datasets/color/raw.pixls-CC0';

  test.each([
    ['DJI-FC6310-16bit', '709_v4_krita', 'srgb8_v4_krita'],
    ['Google-Pixel2XL-16bit', 'acescg_g1_v4_krita', 'srgb8_v4_krita'],
    ['HUAWEI-EVA-L09-16bit', '709_g1_dt', 'srgb8_dt'],
    ['Sony-DSC-RX1RM2-14bit', '709_v4_krita', 'srgb8_v4_krita'],
  ])('%s: 16 bit of %s comes out as the 8 bit sRGB file of the same maker', async (name, a, b) => {
    const deep = await loadImageFile(shared(folder, `${name}_${a}.png`));
    const reference = await loadImageFile(shared(folder, `${name}_${b}.png`));
    expect([deep.depth, reference.depth]).toEqual([16, 8]);
    const image = convert(deep, { channels: 3, depth: 8 });
    image.data.forEach((sample, i) => {
      expect(Math.abs(sample - reference.data[i]!)).toBeLessThanOrEqual(1);
    });
  });

  test.each(['HUAWEI-EVA-L09-16bit_srgb8_dt', 'DJI-FC6310-16bit_srgb8_v4_krita'])(
    'the sRGB profile of %s changes no sample, at 8 and at 16 bit, with and without alpha',
    async (name) => {
      const { icc } = await sharp(shared(folder, `${name}.png`)).metadata();
      for (const image of [ramp(3, 8), ramp(4, 8), ramp(3, 16), ramp(4, 16)]) {
        expect(await readWith(icc!, image)).toEqual(image);
      }
    },
  );

  test('a broken profile is passed over', async () => {
    const { icc } = await sharp(shared(folder, 'DJI-FC6310-16bit_709_v4_krita.png')).metadata();
    const broken = Buffer.from(icc!).fill(0, 140, 400);
    for (const image of [ramp(3, 8), ramp(3, 16)]) {
      expect(await readWith(broken, image)).toEqual(image);
      expect(await readWith(icc!, image)).not.toEqual(image);
    }
  });
});
