import { beforeAll, describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import type { FileFormat } from '#src/image/format.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { keepChatterBack } from '../../support/chatter.ts';
import { generator } from '../../support/random.ts';
import { keepVipsWarm } from '../../support/vips.ts';
import { picture, resources, roundTrip, withSession } from '../support.ts';
import { arms, eachArm, useSession } from './arms.ts';

keepVipsWarm();
keepChatterBack();

const oneOfEach = new Map<FileFormat, Uint8Array>();
beforeAll(async () => {
  for (const arm of arms) {
    if (oneOfEach.has(arm.codec.format)) continue;
    const tiny = picture({ width: 9, height: 9 });
    const { bytes } = await withSession(arm, (session) => roundTrip(session, arm, tiny));
    oneOfEach.set(arm.codec.format, bytes);
  }
});

describe.each(eachArm)('%s', (_, arm) => {
  const [width, height] = [64, 48];
  const session = useSession(arm, { ...resources, maxPixels: 1_000_000 });
  let bytes: Uint8Array;
  beforeAll(async () => {
    ({ bytes } = await roundTrip(session(), arm, picture({ width, height })));
  });

  it('refuses a picture above the pixel limit before it decodes it', async () => {
    const decode = (maxPixels: number) =>
      withSession(arm, (limited) => limited.decode(bytes, untimed), { ...resources, maxPixels });
    const refused = await decode(width * height - 1).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WorkError);
    expect((refused as Error).message).toMatch(/64x48.*3071/);
    expect((await decode(width * height)).width).toBe(width);
  });

  it('refuses files of other formats', async () => {
    const foreign = [...oneOfEach]
      .filter(([format]) => format !== arm.codec.format)
      .map(([, file]) => file);
    for (const file of [...foreign, new Uint8Array(), new Uint8Array(99)]) {
      const refused = await session()
        .decode(file, untimed)
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(WorkError);
      expect((refused as Error).message).toMatch(/expected a file of format/);
    }
  });

  it('refuses truncated files', async () => {
    const shares = [0.25, 0.5, 0.75, 0.9].map((share) => Math.floor(bytes.length * share));
    for (const length of [1, 4, 12, 20, 40, ...shares]) {
      const cut = bytes.subarray(0, length);
      await expect(session().decode(cut, untimed)).rejects.toThrow(WorkError);
    }
  });

  it('answers flipped bits with an error or a picture, and goes on working', async () => {
    const random = generator(7);
    for (let i = 0; i < 60; i++) {
      const broken = bytes.slice();
      const near = i % 2 === 0 ? Math.min(200, bytes.length) : bytes.length;
      broken[Math.floor(random() * near)]! ^= 1 << Math.floor(random() * 8);
      const outcome = await session()
        .decode(broken, untimed)
        .catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(WorkError);
      // A raster that is none is refused.
      else createRaster(outcome as Raster);
    }
    const { decoded } = await roundTrip(session(), arm, picture({ width: 20, height: 20 }));
    expect(decoded.width).toBe(20);
  });
});
