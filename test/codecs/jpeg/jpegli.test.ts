import { expect, it } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import { readJpegFrame } from '#src/codecs/jpeg/frame.js';
import { sharp } from '#src/image/files/sharp.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../../support/score.js';
import { arm, picture, withSession } from '../support.js';

async function jpegOf(width: number, height: number, progressive = false): Promise<Buffer> {
  const { data } = picture({ width, height });
  const raw = { width, height, channels: 3 as const };
  return sharp(data, { raw }).jpeg({ progressive }).toBuffer();
}

it('readJpegFrame tells the size, and refuses what has no frame or no end', async () => {
  for (const progressive of [false, true]) {
    const bytes = await jpegOf(33, 47, progressive);
    expect(readJpegFrame(bytes)).toMatchObject({ width: 33, height: 47 });
    expect(() => readJpegFrame(bytes.subarray(0, -2))).toThrow(/cut short/);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => readJpegFrame(bytes.subarray(0, length))).toThrow(WorkError);
    }
  }
  // A thumbnail's end of image, before the frame, is not that of the picture.
  const bytes = await jpegOf(33, 47);
  const thumbnail = Buffer.from('ffe10006ffd8ffd9', 'hex');
  const file = Buffer.concat([bytes.subarray(0, 2), thumbnail, bytes.subarray(2)]);
  expect(readJpegFrame(file)).toMatchObject({ width: 33, height: 47 });
  expect(() => readJpegFrame(file.subarray(0, -2))).toThrow(/cut short/);
});

it('jpegli makes files that others decode alike, and says how long it took', async (context) => {
  const used = await arm('jpegli:quality=90');
  const available = await used.codec.available(used.settings);
  if (available !== true) {
    expect(available).toMatch(/cjpegli is not found .*PARETO_CJPEGLI/);
    return context.skip(available);
  }
  await withSession(used, async (session) => {
    const image = picture({ width: 200, height: 120 });
    const encoded = await measure((clock) => session.encode(image, clock));
    expect(encoded.reportedSeconds).toBeGreaterThan(0);
    expect(encoded.reportedSeconds).toBeLessThan(encoded.stages.encode!);
    const own = await session.decode(encoded.value, untimed);
    const { data } = await sharp(encoded.value).raw().toBuffer({ resolveWithObject: true });
    const other = { ...image, data: new Uint8Array(data) };
    expect(await scoreOf(psnr, own, other)).toBeGreaterThan(45);
  });
});

it('jpegli turns an embedded profile into sRGB', async (context) => {
  const used = await arm('jpegli:quality=90');
  const available = await used.codec.available(used.settings);
  if (available !== true) return context.skip(available);
  const { data, width, height } = picture({ width: 96, height: 64 });
  const raw = { width, height, channels: 3 as const };
  const file = await sharp(data, { raw }).withIccProfile('p3').jpeg({ quality: 95 }).toBuffer();
  const jpeg = await arm('jpeg');
  const decoded = await withSession(used, (session) => session.decode(file, untimed));
  const expected = await withSession(jpeg, (session) => session.decode(file, untimed));
  expect(await scoreOf(psnr, expected, decoded)).toBeGreaterThan(40);
});
