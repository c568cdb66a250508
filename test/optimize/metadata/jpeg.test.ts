import { describe, expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import {
  jpegOrientation,
  jpegProfile,
  jpegSegments,
  stripJpeg,
} from '#src/optimize/metadata/jpeg.js';
import { picture } from '../../support/photos.ts';
import { exifBlock, fileWith, secrets, told } from './files.ts';

const { data, width, height, channels } = picture(40, 30);
const plain = await sharp(data, { raw: { width, height, channels } })
  .jpeg({ progressive: true })
  .toBuffer();

function segment(marker: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content as string, 'latin1');
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(2 + bytes.length, 2);
  return Buffer.concat([head, bytes]);
}

/** The picture with segments behind its start and bytes behind its end. */
function withSegments(segments: readonly Buffer[], behind = ''): Buffer {
  return Buffer.concat([
    plain.subarray(0, 2),
    ...segments,
    plain.subarray(2),
    Buffer.from(behind, 'latin1'),
  ]);
}

const exif = (block: Uint8Array) => segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), block]));

describe('stripJpeg', () => {
  test('texts of every kind, thumbnails, further pictures and films go', () => {
    const jfif = Buffer.concat([
      Buffer.from('JFIF\0\x01\x02\x01\0\x48\0\x48\x02\x01'),
      Buffer.from('THUMB!'),
    ]);
    const file = withSegments(
      [
        segment(0xe0, jfif),
        segment(0xe0, 'JFXX\0\x10THUMB'),
        exif(exifBlock(1)),
        segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${secrets.xmp}`),
        segment(0xe1, `http://ns.adobe.com/xmp/extension/\0${secrets.xmp}`),
        segment(0xe2, 'MPF\0II*\0'),
        segment(0xed, `Photoshop 3.0\x008BIM\x04\x04${secrets.owner}`),
        segment(0xeb, `JP${secrets.owner}`),
        segment(0xfe, secrets.comment),
      ],
      `\xff\xd8${secrets.place}ftypmp42${secrets.owner}`,
    );
    const stripped = Buffer.from(stripJpeg(file));
    expect(told(stripped)).toEqual([]);
    expect(stripped.includes('THUMB')).toBe(false);
    // The header of JFIF, its density and what is left of the file.
    expect(stripped.subarray(2, 20).toString('latin1')).toBe(
      '\xff\xe0\0\x10JFIF\0\x01\x02\x01\0\x48\0\x48\0\0',
    );
    expect(stripped.subarray(20).equals(plain.subarray(2))).toBe(true);
  });

  test('the file that is given is not changed', () => {
    const file = withSegments([exif(exifBlock())]);
    const before = Buffer.from(file);
    stripJpeg(file, { keep: ['exif'] });
    expect(file.equals(before)).toBe(true);
  });

  test('of EXIF told twice the first counts', () => {
    const stripped = stripJpeg(withSegments([exif(exifBlock(8)), exif(exifBlock(3))]));
    expect(jpegOrientation(stripped)).toBe(8);
    expect([...jpegSegments(stripped)].filter(({ marker }) => marker === 0xe1)).toHaveLength(1);
  });

  test('kinds are kept one by one', () => {
    const file = withSegments([
      segment(0xfe, secrets.comment),
      exif(exifBlock(1)),
      segment(0xed, 'Photoshop 3.0\x008BIM'),
    ]);
    expect(told(stripJpeg(file, { keep: ['comments'] }))).toEqual(['comment']);
    expect(told(stripJpeg(file, { keep: ['exif'] }))).toEqual(['owner']);
    expect(told(stripJpeg(file, { keep: ['exif', 'gps'] }))).toEqual(['owner', 'place']);
    expect(Buffer.from(stripJpeg(file, { keep: ['iptc'] })).includes('8BIM')).toBe(true);
  });

  test('what Adobe says of the colour transform stays: CMYK is decoded as before', async () => {
    const cmyk = await sharp(data, { raw: { width, height, channels } })
      .toColourspace('cmyk')
      .jpeg()
      .withXmp(`<x>${secrets.xmp}</x>`)
      .toBuffer();
    const stripped = stripJpeg(cmyk);
    expect(told(stripped)).toEqual([]);
    const [before, after] = await Promise.all(
      [cmyk, stripped].map((f) => sharp(f).raw().toBuffer()),
    );
    expect(after!.equals(before!)).toBe(true);
  });

  test.each([
    ['no end', plain.subarray(0, -2)],
    ['an end within a segment', plain.subarray(0, 30)],
    ['no segment at all', plain.subarray(0, 2)],
    ['nothing', new Uint8Array(0)],
    ['a length of 0', Buffer.from('ffd8ffe00000ffd9', 'hex')],
  ])('%s is refused', (_, file) => expect(() => stripJpeg(file)).toThrow(/no end of image/));
});

test('the profile is found as it stands in the file', async () => {
  const file = await fileWith('jpeg');
  const { icc } = await sharp(file).metadata();
  const found = jpegProfile(file);
  expect(Buffer.from(found).includes(icc!.subarray(20, 200))).toBe(true);
  expect(jpegProfile(plain)).toHaveLength(0);
});
