import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { sameSamples } from '#src/image/compare.js';
import { savePng } from '#src/image/files/save.js';
import { openImages } from '#src/sweeps/open-images.js';
import { loadOriginal } from '#src/sweeps/original.js';
import { bmpFile } from '../image/bmp-file.ts';
import { damagedJpegs } from '../support/damaged-jpeg.ts';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const image = picture(24, 16);
const strict = { crop: null, maxPixels: 1e6, lenient: false };

/** A folder of one picture in many formats. */
async function folderOf(...files: (readonly [name: string, bytes: Uint8Array])[]): Promise<string> {
  const folder = path.join(scratch(), 'photos');
  mkdirSync(folder);
  for (const [name, bytes] of files) writeFileSync(path.join(folder, name), bytes);
  return folder;
}
const coded = async (spec: string) => (await encode(image, spec)).bytes;

describe('a folder of images', () => {
  test('has files of every format that a codec here decodes, and they are originals', async () => {
    const folder = await folderOf(
      ['a.jxl', await coded('jxl:lossless=true,effort=1')],
      ['b.jp2', await coded('jpeg2000:lossless=true')],
      ['c.jph', await coded('htj2k:lossless=true')],
      ['d.jls', await coded('jpegls:lossless=true')],
      ['e.qoi', await coded('qoi')],
      ['f.pam', await coded('raw')],
      ['notes.txt', Buffer.from('none')],
    );
    await savePng(path.join(folder, 'g.png'), image);
    const { id, images } = await openImages(folder);
    expect([id, images.map(({ name }) => name)]).toEqual(['photos', [...'abcdefg']]);
    for (const each of images) {
      const { picture: loaded, damage } = await loadOriginal(each, strict);
      expect(sameSamples(loaded, image), each.name).toBe(true);
      expect(damage).toBeNull();
    }
  });

  test('has BMP files', async () => {
    const pixels = [1, 2, 3, 0];
    const folder = await folderOf(['a.bmp', bmpFile({ pixels })], ['b.DIB', bmpFile({ pixels })]);
    const [, second] = (await openImages(folder)).images;
    expect([...(await loadOriginal(second!, strict)).picture.data]).toEqual([3, 2, 1]);
  });

  test('a name that disagrees with its bytes, and a format that nothing reads, are told', async () => {
    const folder = await folderOf(
      ['a.png', await coded('qoi')],
      ['b.jxl', Buffer.from('no picture')],
    );
    const [a, b] = (await openImages(folder)).images;
    await expect(loadOriginal(a!, strict)).rejects.toThrow(/a\.png holds QOI data; rename it to/);
    await expect(loadOriginal(b!, strict)).rejects.toThrow(
      /b\.jxl is no image that can be read \(PNG, .*JPEG XL/,
    );
  });

  test('an empty one says which files are looked for', async () => {
    const folder = await folderOf(['notes.txt', Buffer.from('none')]);
    await expect(openImages(folder)).rejects.toThrow(/holds no images; .*\.qoi.*\.png.*\.bmp/);
  });
});

test('a damaged original is taken by a lenient reader, with what is wrong with it', async () => {
  const { sos } = await damagedJpegs(image);
  const folder = await folderOf(['a.jpg', sos]);
  const [ref] = (await openImages(folder)).images;
  await expect(loadOriginal(ref!, strict)).rejects.toMatchObject({ code: 'damaged-image' });
  const { damage, file } = await loadOriginal(ref!, { ...strict, lenient: true });
  expect(damage).toBe('Invalid SOS parameters for sequential JPEG');
  expect(file).toHaveLength(sos.length);
});
