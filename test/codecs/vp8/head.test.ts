import { expect, test } from 'vitest';
import { readWebpHead } from '#src/codecs/vp8/head.js';
import { sharp } from '#src/image/files/sharp.js';
import { webpOf } from './seeds.ts';

test('tells the size of a plain file, and where its frame is', async () => {
  const file = await webpOf(75, 51);
  const plain = { width: 75, height: 51, frameAt: 20, icc: null, exif: null, refused: null };
  expect(readWebpHead(file)).toEqual(plain);
});

test('tells what the decoder does not take', async () => {
  expect(readWebpHead(await webpOf(20, 10, {}, 7))).toMatchObject({
    ...{ width: 20, height: 10, refused: 'transparency' },
  });
  expect(readWebpHead(await webpOf(20, 10, { lossless: true }))).toMatchObject({
    ...{ width: 20, height: 10, refused: 'lossless coding' },
  });
  const frames = { create: { width: 8, height: 12, channels: 3 as const, background: 'red' } };
  const second = await sharp({ create: { ...frames.create, background: 'blue' } })
    .png()
    .toBuffer();
  const first = await sharp(frames).png().toBuffer();
  const animated = await sharp([first, second], { join: { animated: true } })
    .webp()
    .toBuffer();
  expect(readWebpHead(animated)).toMatchObject({ width: 8, height: 12, refused: 'animation' });
});

test('finds a profile and EXIF beside the frame', async () => {
  const file = await sharp(await webpOf(20, 10))
    .withIccProfile('p3')
    .withExif({ IFD0: { Copyright: 'nobody' } })
    .webp()
    .toBuffer();
  const head = readWebpHead(file);
  expect(head).toMatchObject({ width: 20, height: 10, refused: null });
  expect(Buffer.from(head.icc!).toString('latin1', 36, 40)).toBe('acsp');
  expect(Buffer.from(head.exif!).toString('latin1')).toContain('nobody');
});

test('what is no WebP, or is cut or at odds with itself, is an error', async () => {
  const file = await webpOf(75, 51);
  const changed = (at: number, ...bytes: number[]): Uint8Array => {
    const copy = Uint8Array.from(file);
    copy.set(bytes, at);
    return copy;
  };
  for (const [bytes, reason] of [
    [new Uint8Array(3), 'does not begin'],
    [changed(8, 0x58), 'does not begin'],
    [changed(4, 1, 0, 0, 0), 'RIFF says 1 bytes'],
    [file.subarray(0, file.length - 1), 'cut short'],
    [changed(12, 0x58), 'no picture'],
    [changed(17, 0xff), 'the chunk at byte 12 is cut short'],
    [changed(20, file[20]! | 1), 'no key frame'],
    [changed(20, file[20]! | 0x0e), 'unknown version'],
    [changed(20, file[20]! & 0xef), 'not to be shown'],
    [changed(21, 0xff, 0xff), 'first partition is cut short'],
    [changed(23, 0), 'no start code'],
    [changed(26, 0, 0), '0x51'],
  ] as const) {
    expect(() => readWebpHead(bytes)).toThrow(reason);
  }
});
