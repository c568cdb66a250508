import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { stripWebp } from '#src/optimize/metadata/webp.js';
import { picture } from '../../support/photos.ts';
import { describeShared, shared } from '../../support/shared.ts';
import { samples } from '../animations.ts';
import { fileWith, secrets, told } from './files.ts';

function chunk(type: string, content: string): Buffer {
  const bytes = Buffer.from(content, 'latin1');
  const head = Buffer.from(`${type}____`);
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length & 1)]);
}

/** A file with chunks added at its end. */
function withChunks(file: Buffer, ...chunks: Buffer[]): Buffer {
  const whole = Buffer.concat([file, ...chunks]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

const still = async (options = {}) => {
  const { data, width, height, channels } = picture(33, 21);
  return sharp(data, { raw: { width, height, channels } }).webp(options).toBuffer();
};

const animation = async () => {
  const frames = [1, 2, 3].map((seed) => samples(32, 24, seed));
  return sharp(Buffer.concat(frames), {
    raw: { width: 32, height: 72, channels: 3, pageHeight: 24 },
  })
    .webp({ delay: [50, 60, 70], loop: 3 })
    .withXmp(`<x>${secrets.xmp}</x>`)
    .toBuffer();
};

describe('stripWebp', () => {
  test.each([{}, { lossless: true }])(
    'a file with nothing to strip is as it was: %o',
    async (options) => {
      const file = await still(options);
      expect(Buffer.from(stripWebp(file)).equals(file)).toBe(true);
    },
  );

  test('an extended header that has nothing left to tell goes', async () => {
    const file = await still();
    const { data, width, height, channels } = picture(33, 21);
    const told = await sharp(data, { raw: { width, height, channels } })
      .webp()
      .withXmp(`<x>${secrets.xmp}</x>`)
      .toBuffer();
    expect(told.length).toBeGreaterThan(file.length);
    expect(Buffer.from(stripWebp(told)).equals(file)).toBe(true);
  });

  test('unknown chunks go, within frames as well, and frames stay', async () => {
    const file = await animation();
    const stripped = stripWebp(withChunks(file, chunk('blah', secrets.owner)));
    expect(told(file)).toEqual(['xmp']);
    expect(told(stripped)).toEqual([]);
    const { pages, delay, loop } = await sharp(stripped, { animated: true }).metadata();
    expect({ pages, delay, loop }).toEqual({ pages: 3, delay: [50, 60, 70], loop: 3 });
    const [before, after] = await Promise.all(
      [file, stripped].map((each) => sharp(each, { animated: true }).raw().toBuffer()),
    );
    expect(after!.equals(before!)).toBe(true);
  });

  test('what lies behind the end goes', async () => {
    const file = await still();
    const stripped = stripWebp(Buffer.concat([file, Buffer.from(secrets.owner)]));
    expect(Buffer.from(stripped).equals(file)).toBe(true);
  });

  test('a file that is cut short, and one without a picture, are refused', async () => {
    const file = await fileWith('webp');
    expect(() => stripWebp(file.subarray(0, file.length - 9))).toThrow(/cut short/);
    expect(() => stripWebp(file.subarray(0, 9))).toThrow(/cut short/);
    const empty = withChunks(Buffer.from('RIFF____WEBP'), chunk('EXIF', 'x'));
    expect(() => stripWebp(empty)).toThrow(/no picture/);
  });
});

describeShared('the files of others', () => {
  test('alpha, animations and XMP decode to the same samples', async () => {
    for (const name of [
      'extended_images__lossy_alpha',
      'extended_images__anim',
      'lossless_images__simple_xmp',
    ]) {
      const file = readFileSync(shared('fuzz/image-rs/webp', `${name}.webp`));
      const stripped = stripWebp(file);
      const [before, after] = await Promise.all(
        [file, stripped].map((each) => sharp(each, { animated: true }).raw().toBuffer()),
      );
      expect(after!.equals(before!), name).toBe(true);
      expect(Buffer.from(stripped).includes('XMP '), name).toBe(false);
    }
  });
});
