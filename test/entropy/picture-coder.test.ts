import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { readPayload, writePayload } from '#src/entropy/payload.js';
import {
  createPictureCoder,
  type PictureLibrary,
  type PictureLimits,
  readSheet,
  writeSheet,
} from '#src/entropy/picture-coder.js';
import { convert } from '#src/image/convert.js';
import { decodePnm, encodePnm } from '#src/image/pnm.js';

/** Pictures as PNM files, which hold all layouts as they are; `told` collects what it is given. */
const openPnm = (told: string[] = []): PictureLibrary => ({
  async encode(picture, bits) {
    const { width, height, channels, depth } = picture;
    told.push(`${width}x${height}x${channels} ${bits} of ${depth}`);
    return encodePnm(picture);
  },
  decode: async (file) => decodePnm(file, { maxPixels: 1000 }),
  close: async () => {},
});
const wide: PictureLimits = { side: 100, depth: 16 };

async function written(
  sheet: Parameters<typeof writeSheet>[1],
  limits = wide,
  told: string[] = [],
): Promise<Uint8Array> {
  const writer = writePayload();
  await writeSheet(writer, sheet, limits, openPnm(told));
  return writer.finish();
}

const sheetOf = (channels: 1 | 3, height: number, width: number, value: (i: number) => number) => ({
  channels,
  height,
  width,
  data: Int16Array.from({ length: channels * height * width }, (_, i) => value(i)),
});

describe('a sheet as pictures', () => {
  const cases: [string, ReturnType<typeof sheetOf>, PictureLimits, string[]][] = [
    ['of one value has none', sheetOf(1, 2, 2, () => -7), wide, []],
    ['of few bits', sheetOf(1, 2, 3, (i) => i - 3), wide, ['3x2x1 3 of 8']],
    ['of many bits', sheetOf(3, 2, 2, (i) => 100 * i), wide, ['2x2x3 11 of 16']],
    [
      'of many bits, where the format has 8',
      sheetOf(1, 2, 2, (i) => 1000 * i),
      { side: 100, depth: 8 },
      ['2x4x1 8 of 8'],
    ],
    [
      'larger than the format allows is cut',
      sheetOf(3, 3, 4, (i) => i),
      { side: 3, depth: 8 },
      ['3x3x3 6 of 8', '1x3x3 6 of 8'],
    ],
  ];

  test.each(cases)('%s', async (_name, sheet, limits, pictures) => {
    const told: string[] = [];
    const payload = await written(sheet, limits, told);
    expect(told).toEqual(pictures);
    const { data: _data, ...plan } = sheet;
    const reader = readPayload(payload, 'pnm');
    expect(await readSheet(reader, plan, limits, openPnm())).toEqual(sheet);
    reader.finish();
  });

  test('begins with the bits of a sample and the smallest value', async () => {
    expect([...(await written(sheetOf(1, 1, 2, () => -300)))]).toEqual([0, 0xd4, 0xfe]);
  });

  test('a format without grey gives RGB in place of it', async () => {
    const sheet = sheetOf(1, 2, 3, (i) => i);
    const library = {
      ...openPnm(),
      decode: async (file: Uint8Array) =>
        convert(decodePnm(file, { maxPixels: 1000 }), { channels: 3, depth: 8 }),
    };
    const reader = readPayload(await written(sheet), 'pnm');
    expect(await readSheet(reader, { channels: 1, height: 2, width: 3 }, wide, library)).toEqual(
      sheet,
    );
  });

  test('a picture of another layout is refused', async () => {
    const reader = readPayload(await written(sheetOf(3, 2, 2, (i) => i)), 'pnm');
    const reading = readSheet(reader, { channels: 3, height: 4, width: 1 }, wide, openPnm());
    await expect(reading).rejects.toThrow(
      new WorkError('stream holds a picture of 2x2x3 of 8 bit; expected 1x4x3 of 8 bit', {
        code: 'broken-bitstream',
      }),
    );
    const bits = readPayload(Uint8Array.of(17, 0, 0), 'pnm');
    await expect(
      readSheet(bits, { channels: 1, height: 1, width: 1 }, wide, openPnm()),
    ).rejects.toThrow(/samples of 17 bits/);
  });
});

test('a coder of groups', async () => {
  const coder = createPictureCoder(
    {
      ...{ id: 'pnm', title: 'PNM', library: null, arrangements: ['stacked'] },
      available: async () => true,
    },
    wide,
    async () => openPnm(),
  );
  expect(coder).toMatchObject({ kind: 'array', id: 'pnm', arrangements: ['stacked'] });
  const session = await coder.open();
  const groups = [
    { channels: 2, height: 3, width: 2, data: Int16Array.from({ length: 12 }, (_, i) => 999 * i) },
    { channels: 1, height: 1, width: 1, data: Int16Array.of(-9) },
  ];
  const stream = await session.encode(groups, 'stacked');
  expect(await session.decode(stream, groups, 'stacked')).toEqual(groups);
  await session.close();
});
