import { describe, expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { recodeBaseline } from '#src/optimize/baseline/recode.js';
import { picture } from '../../support/photos.ts';

const { data, width, height } = picture(93, 61);
const image = sharp(data, { raw: { width, height, channels: 3 } });
const plain = { optimiseCoding: false, progressive: false, quality: 80 } as const;
const samplesOf = (file: Uint8Array) => sharp(file).raw().toBuffer();

describe('recodeBaseline', () => {
  test.each([
    ['4:2:0', image.clone().jpeg({ ...plain, chromaSubsampling: '4:2:0' })],
    ['4:4:4', image.clone().jpeg({ ...plain, chromaSubsampling: '4:4:4' })],
    ['grey', image.clone().greyscale().toColourspace('b-w').jpeg(plain)],
    ['one pixel', image.clone().resize(1, 1).jpeg(plain)],
    ['coarse', image.clone().jpeg({ ...plain, quality: 1 })],
    ['fine', image.clone().jpeg({ ...plain, quality: 100 })],
    ['CMYK', image.clone().toColourspace('cmyk').jpeg(plain)],
  ])('%s: smaller, every sample as it was', async (_, made) => {
    const file = await made.toBuffer();
    const recoded = recodeBaseline(file)!;
    expect(recoded.length).toBeLessThan(file.length);
    expect((await samplesOf(recoded)).equals(await samplesOf(file))).toBe(true);
    // There is nothing left to save.
    expect(recodeBaseline(recoded)!.length).toBe(recoded.length);
  });

  test('no larger than what libjpeg makes of the same coefficients', async () => {
    const file = await image.clone().jpeg(plain).toBuffer();
    const best = await image
      .clone()
      .jpeg({ ...plain, optimiseCoding: true })
      .toBuffer();
    expect(recodeBaseline(file)!.length).toBeLessThan(best.length + 16);
  });

  test('progressive files are left alone', async () => {
    expect(recodeBaseline(await image.clone().jpeg({ progressive: true }).toBuffer())).toBe(null);
  });

  test('a file that is cut short or damaged is refused', async () => {
    const file = await image.clone().jpeg(plain).toBuffer();
    const scan = file.indexOf(Buffer.from([0xff, 0xda]));
    const cut = Buffer.concat([file.subarray(0, scan + 400), Buffer.from([0xff, 0xd9])]);
    expect(() => recodeBaseline(cut)).toThrow(/JPEG is broken/);
    expect(() => recodeBaseline(file.subarray(0, scan + 400))).toThrow(/cut short/);
    const longer = Buffer.concat([
      file.subarray(0, -2),
      Buffer.alloc(100, 1),
      Buffer.from([0xff, 0xd9]),
    ]);
    expect(() => recodeBaseline(longer)).toThrow(/data behind the picture/);
  });

  test('whatever bytes change, the answer shows the same or there is none', async () => {
    const file = await image.clone().jpeg(plain).toBuffer();
    for (let at = 2; at < file.length - 2; at += 7) {
      const damaged = Buffer.from(file);
      damaged[at]! ^= 0x55;
      let recoded: Uint8Array | null = null;
      try {
        recoded = recodeBaseline(damaged);
      } catch (error) {
        expect((error as Error).message).toMatch(/JPEG/);
      }
      if (recoded === null) continue;
      const [before, after] = await Promise.all(
        [damaged, recoded].map((each) => samplesOf(each).catch(() => null)),
      );
      // What no decoder takes is refused where it is scored.
      if (before) expect(after ? before.equals(after) : false).toBe(true);
    }
  });
});
