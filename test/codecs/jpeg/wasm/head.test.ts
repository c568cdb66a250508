import { describe, expect, test } from 'vitest';
import { readJpegHead, subsamplingOf } from '#src/codecs/jpeg/wasm/head.js';
import { sharp } from '#src/image/files/sharp.js';
import { jpegHead } from '../../jpeg-head.ts';
import { scene } from './programs.ts';

/** A head with the scan header that it lacks. */
function withScan(fields: Parameters<typeof jpegHead>[0]): Uint8Array {
  const head = jpegHead(fields);
  const end = Buffer.from(head).lastIndexOf('ffd9', undefined, 'hex');
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
  return Uint8Array.of(...head.subarray(0, end < 0 ? head.length : end), ...scan);
}

describe('readJpegHead', () => {
  test('tells size, process, components and sampling', () => {
    const fields = { process: 2, precision: 8, width: 300, height: 20 };
    const head = readJpegHead(withScan({ ...fields, sampling: [0x22, 0x11, 0x11] }));
    expect(head).toMatchObject({ ...fields, progressive: true, sampling: '4:2:0', refused: null });
  });

  test('says why the decoder does not take a file', () => {
    const base = { process: 0, precision: 8, width: 16, height: 16, sampling: [0x11, 0x11, 0x11] };
    const refused = (change: Partial<typeof base>) =>
      readJpegHead(withScan({ ...base, ...change })).refused;
    expect(refused({})).toBeNull();
    expect(refused({ process: 3 })).toBe('lossless coding');
    expect(refused({ process: 9 })).toBe('arithmetic coding');
    expect(refused({ process: 5 })).toBe('hierarchical coding');
    expect(refused({ precision: 12 })).toBe('12 bits a sample');
    expect(refused({ sampling: [0x11, 0x11, 0x11, 0x11] })).toBe('CMYK');
    expect(refused({ sampling: [0x11, 0x11] })).toBe('2 components');
    expect(refused({ sampling: [0x11, 0x22, 0x22] })).toBe('unusual sampling factors');
    expect(refused({ sampling: [0x31, 0x11, 0x11] })).toBe('unusual sampling factors');
  });

  test('finds Exif, its orientation, and the colour profile', async () => {
    const { data } = scene(20, 10);
    const image = sharp(data, { raw: { width: 20, height: 10, channels: 3 } });
    const file = await image
      .withMetadata({ orientation: 8 })
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    const head = readJpegHead(file);
    expect(head).toMatchObject({ orientation: 8, width: 20, height: 10 });
    expect(file.toString('latin1', head.exif!.start + 4, head.exif!.start + 8)).toBe('Exif');
    expect(head.icc).toHaveLength(1);
  });

  test('is an error for what is no JPEG, or ends before its scan', () => {
    const whole = withScan({ process: 0, precision: 8, width: 9, height: 9, sampling: [0x11] });
    expect(() => readJpegHead(Uint8Array.of(1, 2, 3))).toThrow('does not begin with FF D8');
    for (let length = 2; length < whole.length; length++) {
      expect(() => readJpegHead(whole.subarray(0, length))).toThrow(/JPEG is broken/);
    }
  });
});

test('subsamplingOf takes luma as the finest, chroma alike', () => {
  const of = (...factors: number[]) =>
    subsamplingOf(factors.map((f, id) => ({ id, across: f >> 4, down: f & 15, table: 0 })));
  expect(of(0x22)).toEqual([1, 1]);
  expect(of(0x42, 0x11, 0x11)).toEqual([4, 2]);
  expect(of(0x22, 0x22, 0x22)).toEqual([1, 1]);
  expect(of(0x22, 0x11, 0x21)).toBeNull();
  expect(of(0x11, 0x22, 0x22)).toBeNull();
});
