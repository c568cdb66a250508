import { expect, test } from 'vitest';
import { documentSize, drawnSize, drawVector } from '#src/image/files/vector.js';

const svg = (width: number, height: number) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 10 10"><path fill="#f00" d="M0 0h10v10H0z"/></svg>`,
  );

test('its own size, or a multiple of it where it is small', async () => {
  expect(await drawnSize(svg(300, 100))).toEqual({ width: 300, height: 100, density: 72 });
  expect(await drawnSize(svg(100, 50))).toEqual({ width: 300, height: 150, density: 216 });
  expect(await documentSize(svg(100, 50))).toEqual({ width: 100, height: 50 });
});

test('samples with alpha', async () => {
  const { width, height, channels, data } = await drawVector(svg(256, 256), 1e6);
  expect([width, height, channels]).toEqual([256, 256, 4]);
  expect([...data.slice(4 * (128 * 256 + 128), 4 * (128 * 256 + 129))]).toEqual([255, 0, 0, 255]);
});

test('too many pixels, and what is no drawing, are one error', async () => {
  await expect(drawVector(svg(3000, 3000), 1e6)).rejects.toMatchObject({ code: 'too-many-pixels' });
  await expect(drawVector(Buffer.from('<svg'), 1e6)).rejects.toThrow(/^SVG cannot be drawn/);
});
