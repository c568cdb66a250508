import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { sameSamples } from '#src/image/compare.js';
import { decodeDamaged, type FailOn } from '#src/image/files/damage.js';
import { decodeImage, readImage } from '#src/image/files/load.js';
import { encodePng } from '#src/image/files/save.js';
import { createRaster } from '#src/image/raster.js';
import { tellDamage } from '#src/image/tell-damage.js';
import { damagedJpegs } from '../../support/damaged-jpeg.ts';
import { picture } from '../../support/photos.ts';
import { describeShared, shared } from '../../support/shared.ts';

const jpegs = await damagedJpegs(picture(64, 48));
const whole = await decodeImage(jpegs.whole, { name: 'whole.jpg' });
const strictly = (bytes: Uint8Array) =>
  readImage(bytes, { name: 'a.jpg' }).then(
    () => expect.unreachable('it is damaged'),
    (error) => error as WorkError,
  );

describe('a JPEG with a fault that viewers pass over', () => {
  test.each([
    ['sos', 'Invalid SOS parameters for sequential JPEG'],
    ['extraneous', 'Corrupt JPEG data: 4 extraneous bytes before marker 0xda'],
    ['shortData', 'Corrupt JPEG data: premature end of data segment'],
    ['noEnd', 'premature end of JPEG image; what is missing is filled in'],
    ['cut', 'premature end of JPEG image; what is missing is filled in'],
  ] as const)('%s: one sentence, and a lenient reader takes it', async (kind, damage) => {
    const error = await strictly(jpegs[kind]);
    expect(error.message).toBe(
      `a.jpg is damaged, but libvips can decode it (${damage}); read it leniently to take it as it is`,
    );
    expect(error).toMatchObject({ code: 'damaged-image', data: { file: 'a.jpg', damage } });
    const taken = await readImage(jpegs[kind], { name: 'a.jpg', lenient: true });
    expect(taken.damage).toBe(damage);
    expect([taken.image.width, taken.image.height]).toEqual([64, 48]);
    const complete = kind === 'sos' || kind === 'extraneous' || kind === 'noEnd';
    expect(sameSamples(taken.image, whole)).toBe(complete);
  });

  test('is as good as before for a lenient reader where it is sound', async () => {
    const { image, damage } = await readImage(jpegs.whole, { name: 'a.jpg', lenient: true });
    expect(damage).toBeNull();
    expect(sameSamples(image, whole)).toBe(true);
  });
});

test('a PNG whose data is damaged is one too', async () => {
  const png = await encodePng(picture(64, 48));
  const cut = png.subarray(0, png.length - 40);
  expect((await strictlyNamed(cut, 'a.png')).code).toBe('damaged-image');
  const { damage } = await readImage(cut, { name: 'a.png', lenient: true });
  expect(damage).toMatch(/; what is missing is filled in$/);
});

test('what cannot be decoded at all is broken, leniently too', async () => {
  for (const lenient of [false, true]) {
    const head = jpegs.whole.subarray(0, 300);
    const error = await readImage(head, { name: 'a.jpg', lenient }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(WorkError);
    expect(error.code).toBe('broken-image');
    expect(error.message).toMatch(/^a\.jpg cannot be decoded: /);
    expect(error.message).not.toMatch(/vips/i);
  }
});

test('limits stay: too many pixels are too many for a lenient reader', async () => {
  for (const bytes of [jpegs.sos, jpegs.cut]) {
    const options = { name: 'a.jpg', lenient: true, maxPixels: 100 };
    await expect(readImage(bytes, options)).rejects.toMatchObject({ code: 'too-many-pixels' });
  }
});

test('is as strict as can be: errors are passed over only where nothing else helps', async () => {
  const image = createRaster({
    width: 1,
    height: 1,
    channels: 1,
    depth: 8,
    data: new Uint8Array(1),
  });
  const tried: FailOn[] = [];
  const decode = async (failOn: FailOn) => {
    tried.push(failOn);
    if (failOn !== 'none') throw new Error('VipsJpeg: no\nVipsJpeg: no');
    return image;
  };
  expect(await decodeDamaged(decode, { name: 'a', lenient: true })).toEqual({
    ...{ image, damage: 'no; what is missing is filled in' },
  });
  expect(tried).toEqual(['warning', 'error', 'none']);
  const own = new WorkError('too many', { code: 'too-many-pixels' });
  const refuse = () => Promise.reject(own);
  await expect(decodeDamaged(refuse, { name: 'a', lenient: true })).rejects.toBe(own);
});

test('what is said where it is taken', () => {
  expect(tellDamage('a.jpg', 'no end')).toBe('a.jpg is damaged (no end) and is taken all the same');
});

describeShared('a file of a phone', () => {
  test('is damaged for a strict reader, and what it shows for a lenient one', async () => {
    const bytes = readFileSync(shared('cases/lenient/samsung-sos.jpg'));
    expect((await strictly(bytes)).message).toMatch(
      /^a\.jpg is damaged, but libvips can decode it/,
    );
    const { image } = await readImage(bytes, { name: 'a.jpg', lenient: true });
    const plain = readFileSync(shared('cases/lenient/plain90.jpg'));
    expect(sameSamples(image, await decodeImage(plain, { name: 'b.jpg' }))).toBe(true);
  });

  test('whatever a lenient reader is given, it gives a picture or a WorkError', async () => {
    const names = JSON.parse(readFileSync(shared('fuzz/codec-corpus-expected_errors.json'), 'utf8'))
      .pngsuite.error_files;
    const outcomes = new Map<string, string>();
    for (const name of Object.keys(names)) {
      const bytes = readFileSync(shared('fuzz/pngsuite', name));
      const error = await readImage(bytes, { name }).catch((thrown) => thrown);
      expect(error, name).toBeInstanceOf(WorkError);
      outcomes.set(name, (error as WorkError).code);
    }
    // A wrong checksum is all that is wrong with these.
    expect(outcomes.get('xcsn0g01.png')).toBe('damaged-image');
    expect(outcomes.get('xc1n0g08.png')).toBe('broken-image');
  });
});

function strictlyNamed(bytes: Uint8Array, name: string): Promise<WorkError> {
  return readImage(bytes, { name }).then(
    () => expect.unreachable('it is damaged'),
    (error) => error,
  );
}
