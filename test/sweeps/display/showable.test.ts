import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { shownAs } from '#src/sweeps/display/showable.js';

const image = () =>
  sharp({ create: { width: 16, height: 16, channels: 3, background: { r: 9, g: 80, b: 200 } } });

test.each([
  ['png', () => image().png()],
  ['webp', () => image().webp()],
  ['avif', () => image().avif()],
  ['jpg', () => image().jpeg()],
  ['jpg', () => image().jpeg({ progressive: true })],
])('browsers show %s as it is', async (extension, make) => {
  expect(shownAs(await make().toBuffer())).toBe(extension);
});

test('they do not show TIFF, arithmetic coded JPEG, or what is cut short', async () => {
  expect(shownAs(await image().tiff().toBuffer())).toBeNull();
  const jpeg = await image().jpeg().toBuffer();
  expect(shownAs(jpeg.subarray(0, 4))).toBeNull();
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  const changed = (at: number, byte: number): Buffer => {
    const copy = Buffer.from(jpeg);
    copy[at] = byte;
    return copy;
  };
  // Frames 0 to 2 are Huffman coded, 3 is lossless, 9 arithmetic; behind it the length, then the bits.
  expect(shownAs(changed(frame + 1, 0xc1))).toBe('jpg');
  for (const kind of [0xc3, 0xc9]) expect(shownAs(changed(frame + 1, kind))).toBeNull();
  expect(shownAs(changed(frame + 4, 12))).toBeNull();
});
