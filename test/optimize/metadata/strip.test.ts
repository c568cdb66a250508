import { describe, expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { stripMetadata, strippable } from '#src/optimize/metadata/strip.js';
import { fileWith, told } from './files.ts';

const raw = async (bytes: Uint8Array) =>
  (await sharp(bytes, { autoOrient: true }).raw().toBuffer({ resolveWithObject: true })) as {
    data: Buffer;
    info: { width: number; height: number };
  };

/** What can be found in the files: libvips packs XMP of PNG, and writes no EXIF into TIFF. */
const held = {
  jpeg: ['owner', 'xmp', 'place'],
  png: ['owner', 'place'],
  webp: ['owner', 'xmp', 'place'],
  tiff: ['xmp'],
  avif: ['owner', 'xmp', 'place'],
};

describe.each(['jpeg', 'png', 'webp', 'tiff', 'avif'] as const)('%s', (format) => {
  test('place, owner and XMP go; samples, profile and orientation stay', async () => {
    const file = await fileWith(format);
    expect(told(file)).toEqual(held[format]);
    const stripped = stripMetadata(file, format);
    expect(told(stripped)).toEqual([]);
    expect(Buffer.from(stripped).includes('GPS')).toBe(false);
    expect(stripped.length).toBeLessThanOrEqual(file.length);
    const [before, after] = [await raw(file), await raw(stripped)];
    expect(after.info).toEqual(before.info);
    expect(after.data.equals(before.data)).toBe(true);
    const [was, is] = [await sharp(file).metadata(), await sharp(stripped).metadata()];
    expect(is.icc).toEqual(was.icc);
    expect(is.icc?.length).toBeGreaterThan(100);
    expect(is.orientation ?? 1).toBe(was.orientation ?? 1);
    expect(is.xmp).toBeUndefined();
  });

  test('stripped twice it is the same', async () => {
    const once = stripMetadata(await fileWith(format), format);
    expect(Buffer.from(stripMetadata(once, format)).equals(once)).toBe(true);
  });

  test('all of it stays where it is kept', async () => {
    const keep = ['exif', 'gps', 'thumbnails', 'xmp', 'iptc', 'comments'] as const;
    const kept = stripMetadata(await fileWith(format), format, { keep });
    expect(told(kept)).toEqual(held[format]);
  });

  test('what is cut short anywhere throws an error of its own or is stripped', async () => {
    const file = await fileWith(format);
    for (let length = 0; length < file.length; length += 1 + Math.floor(file.length / 200)) {
      let stripped: Uint8Array | null = null;
      try {
        stripped = stripMetadata(file.subarray(0, length), format);
      } catch (error) {
        expect(error).toMatchObject({ name: 'WorkError' });
      }
      if (stripped !== null) expect(stripped.length).toBeLessThanOrEqual(length + 26);
    }
  });
});

test('what has no metadata is as it was', () => {
  const file = Uint8Array.of(1, 2, 3);
  expect(stripMetadata(file, 'bmp')).toBe(file);
});

test('another format is told, with those that there are', () => {
  expect(strippable).toContain('jxl');
  expect(() => stripMetadata(new Uint8Array(3), 'pnm')).toThrow(/jpeg, png, .* file of pnm/);
  expect(() => stripMetadata(new Uint8Array(3), 'constructor')).toThrow('constructor');
});
