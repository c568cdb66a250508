import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '#src/codecs/index.js';
import { findInputs } from '#src/resize/inputs.js';
import { resizeHere } from '#src/resize/library-path.js';
import { type ResizeOptions, readPictureOptions } from '#src/resize/options.js';
import { startChild } from '#src/runtimes/processes/child.js';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const photo = picture(60, 40);
const { bytes: png } = await encode(photo, 'png');
const task = (source: Uint8Array, options: ResizeOptions, output: string | null = null) => {
  return { source, name: 'it', output, ask: readPictureOptions('resize', options) };
};

test.each(['jpeg', 'png', 'webp', 'avif', 'jxl', 'tiff', 'gif'] as const)(
  'writes %s',
  async (format) => {
    for (const options of [{}, { linear: true }] as const) {
      const made = await resizeHere(task(png, { format, width: 30, ...options }));
      expect(made).toMatchObject({ width: 30, height: 20, copied: false });
      expect(await decode(made.file!)).toMatchObject({ width: 30, height: 20 });
    }
  },
);

test('rows of PNG are filtered', async () => {
  const { file } = await resizeHere(task(png, { format: 'png', width: 50 }));
  const plain = await sharp(file!).png({ adaptiveFiltering: false }).toBuffer();
  expect(file!.length).toBeLessThan(0.95 * plain.length);
});

test.each([
  ['png', 'png:level=2'],
  ['webp', 'webp:effort=2,quality=80'],
] as const)('%s is coded quickly either way', async (format, spec) => {
  const direct = await resizeHere(task(png, { format, width: 30 }));
  expect(direct.by).toBe('libvips in one go');
  const { by } = await resizeHere(task(png, { format, width: 30, linear: true }));
  expect(by).toContain(spec);
});

test('16 bit stays where the format has it', async () => {
  const data = Uint16Array.from({ length: 30 * 20 * 3 }, (_, i) => (i * 37) % 65_536);
  const { bytes } = await encode({ width: 30, height: 20, channels: 3, depth: 16, data }, 'png');
  for (const options of [
    { format: 'png' },
    { format: 'tiff' },
    { codec: 'jxl:lossless=true' },
  ] as const) {
    const { file } = await resizeHere(task(bytes, { ...options, percent: 50 }));
    expect((await decode(file!)).depth).toBe(16);
  }
});

test('metadata are kept where asked, and the orientation is spent', async () => {
  const tagged = await sharp(png)
    .withExif({ IFD0: { Copyright: 'me' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { file, width } = await resizeHere(
    task(tagged, { format: 'jpeg', width: 20, metadata: 'keep' }),
  );
  const { exif, orientation = 1 } = await sharp(file!).metadata();
  expect([width, orientation, exif !== undefined]).toEqual([20, 1, true]);
});

test('writes a file, and answers in a process of its own', async () => {
  const output = path.join(scratch(), 'small.webp');
  const child = startChild<object, { bytes: number; file: null }>(
    new URL(import.meta.resolve('#src/resize/worker.js')),
    { serialization: 'advanced' },
  );
  const { bytes, file } = await child.ask(task(png, { format: 'webp', width: 9 }, output), 60);
  await child.kill();
  expect([readFileSync(output).length, file]).toEqual([bytes, null]);
});

describe('a damaged file is an error, and a warning of a lenient read', () => {
  const code = 'damaged-image';

  test('where what is cut off lies below the window', async () => {
    const cut = png.subarray(0, Math.floor(0.8 * png.length));
    const ask = { format: 'png', width: 60, height: 4, fit: 'cover', gravity: 'north' } as const;
    await expect(resizeHere(task(cut, ask))).rejects.toMatchObject({ code });
    const { warnings, height } = await resizeHere(task(cut, { ...ask, lenient: true }));
    expect([warnings.length, height]).toEqual([1, 4]);
  });

  test('where libvips passes over what the fast path saw', async () => {
    const told = { ...task(png, { format: 'png', width: 9 }), damage: 'a bit is wrong' };
    await expect(resizeHere(told)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('a bit is wrong'),
    });
    const lenient = { ...told, ask: { ...told.ask, lenient: true } };
    expect((await resizeHere(lenient)).warnings).toEqual([
      'it is damaged (a bit is wrong) and is taken all the same',
    ]);
  });
});

test('a format too small for the picture is an error', async () => {
  const tall = await sharp({ create: { width: 1, height: 20_000, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await expect(resizeHere(task(tall, { format: 'webp' }))).rejects.toThrow(
    'stores sides up to 16383',
  );
});

test('inputs keep the tree of what was named', () => {
  const folder = scratch();
  mkdirSync(path.join(folder, 'a/b'), { recursive: true });
  for (const name of ['x.png', 'a/y.jpg', 'a/b/z.webp', 'a/.hidden.png', 'note.txt']) {
    writeFileSync(path.join(folder, name), '');
  }
  const told = findInputs([folder], null);
  expect(told.files.map(({ folder: tree }) => tree)).toEqual(['a/b', 'a', '.']);
  expect(told.passedOver).toBe(1);
  const { files } = findInputs([path.join(folder, '*/**/*.webp')], null);
  expect(files.map(({ file }) => path.basename(file))).toEqual(['z.webp']);
  expect(findInputs([folder], path.join(folder, 'a')).files).toHaveLength(1);
});
