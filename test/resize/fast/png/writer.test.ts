import sharp from 'sharp';
import { expect, test } from 'vitest';
import { quickLevel } from '#src/image/files/quick-coding.js';
import { filterRows } from '#src/image/png-filters.js';
import { openPngArenas } from '#src/resize/fast/png/kernel.js';
import { openPngWriter } from '#src/resize/fast/png/writer.js';
import { readPictureOptions } from '#src/resize/options.js';
import { kinds, samplesOf } from './pictures.ts';

const write = await openPngWriter();
const ask = readPictureOptions('resize', { format: 'png' });

test.each(['rgb', 'grey', 'rgba'])('%s comes back to the byte', async (kind) => {
  const { width, height, channels, data } = await samplesOf(kinds[kind]!);
  const file = await write({ width, height, channels: channels as 1 | 3 | 4, data }, ask);
  const again = await samplesOf(file);
  expect([again.width, again.height, again.channels]).toEqual([width, height, channels]);
  expect(Buffer.compare(again.data, data)).toBe(0);
});

test('photographs and drawings are no larger than by libpng', async () => {
  const drawn = Buffer.from(
    `<svg width="400" height="300"><rect width="400" height="300" fill="white"/>${Array.from({ length: 30 }, (_, i) => `<rect x="${(i % 6) * 60}" y="${Math.floor(i / 6) * 50}" width="40" height="30" rx="5" fill="teal"/>`).join('')}</svg>`,
  );
  for (const source of [kinds['rgb']!, drawn]) {
    const { width, height, data } = await samplesOf(
      await sharp(source).removeAlpha().png().toBuffer(),
    );
    const raw = { width, height, channels: 3 as const };
    const file = await write({ ...raw, data }, ask);
    const libpng = await sharp(data, { raw })
      .png({ adaptiveFiltering: true, compressionLevel: quickLevel })
      .toBuffer();
    expect(file.length).toBeLessThan(1.01 * libpng.length);
  }
});

test.each([1, 3, 4])('rows of %i channels have the filters of the least sums', async (channels) => {
  const { kernel, take, bytes } = (await openPngArenas())();
  for (const [rowBytes, rows] of [
    [channels, 1],
    [11 * channels, 5],
    [16 * channels, 3],
    [37 * channels, 20],
  ] as const) {
    const plain = Uint8Array.from({ length: rowBytes * rows }, (_, i) => {
      const y = Math.floor(i / rowBytes);
      return y % 4 === 0
        ? i * i * 7
        : y % 4 === 1
          ? 3 * i
          : y % 4 === 2
            ? y + (i & 1)
            : 100 + 50 * Math.sin(i / 5) + y;
    });
    const [from, scratch, to] = [
      take(plain.length),
      take(2 * rowBytes + 192),
      take((rowBytes + 1) * rows + 64),
    ];
    bytes(from, plain.length).set(plain);
    kernel.filterRows(from, rowBytes, rows, channels, scratch, to);
    const expected = filterRows(plain, { rowBytes, rows, pixelBytes: channels }, 'least');
    expect(Buffer.compare(bytes(to, expected.length), expected)).toBe(0);
  }
});
