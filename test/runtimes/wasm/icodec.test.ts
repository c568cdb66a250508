import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { convert } from '#src/image/convert.js';
import { type Icodec, openIcodec } from '#src/runtimes/wasm/icodec.js';
import { picture } from '../../support/photos.ts';

let qoi: Icodec;
beforeAll(async () => {
  qoi = await openIcodec('qoi');
});
afterAll(() => qoi.close());

const { width, height, data } = convert(picture(31, 17), { channels: 4, depth: 8 });
const image = { width, height, depth: 8, data: data as Uint8Array };

describe('icodec', () => {
  test('gives back what it took, and leaves no global behind', async () => {
    const bytes = await qoi.encode(image, {});
    expect(Buffer.from(bytes.subarray(0, 4)).toString()).toBe('qoif');
    const decoded = await qoi.decode(bytes, 10);
    expect(decoded).toMatchObject({ width: 31, height: 17, depth: 8 });
    expect(Buffer.compare(decoded.data, image.data)).toBe(0);
    expect(Object.keys(globalThis).filter((name) => name.includes('ImageData'))).toEqual([]);
    expect('_icodec_ImageData' in globalThis).toBe(false);
  });

  test('answers are no views of memory that is used again', async () => {
    const first = await qoi.encode(image, {});
    const copy = Buffer.from(first);
    await qoi.encode({ ...image, data: image.data.map((sample) => 255 - sample) }, {});
    expect(Buffer.compare(first, copy)).toBe(0);
  });

  test('a broken file is a WorkError', async () => {
    await expect(qoi.decode(new Uint8Array(40), 10)).rejects.toThrow(WorkError);
  });
});
