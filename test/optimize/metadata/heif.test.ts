import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { stripHeif } from '#src/optimize/metadata/heif.js';
import { fileWith, secrets, told } from './files.ts';

test('metadata are cut out, the picture and its properties stay', async () => {
  const file = await fileWith('avif');
  const blanked = stripHeif(file);
  expect(told(blanked)).toEqual([]);
  const { exif: was, xmp: had } = await sharp(file).metadata();
  expect(blanked.length).toBeLessThan(file.length - was!.length - had!.length + 20);
  const [before, after] = await Promise.all([file, blanked].map((f) => sharp(f).raw().toBuffer()));
  expect(after!.equals(before!)).toBe(true);
  const { exif, xmp, icc } = await sharp(blanked).metadata();
  expect([exif, xmp]).toEqual([undefined, undefined]);
  expect(icc).toEqual((await sharp(file).metadata()).icc);
});

test('boxes of users and makers are blanked, wherever they stand', async () => {
  const box = (type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + content.length);
    head.write(type, 4);
    return Buffer.concat([head, content]);
  };
  const owner = Buffer.from(secrets.owner);
  const film = box('moov', box('trak', box('udta', box('name', owner))));
  const file = Buffer.concat([await fileWith('avif'), film, box('uuid', owner)]);
  const blanked = Buffer.from(stripHeif(file));
  expect(told(blanked)).toEqual([]);
  expect(blanked.length).toBe(file.length);
  expect(blanked.includes('uuid')).toBe(false);
});

test('metadata that share bytes with the picture are refused', async () => {
  const file = await fileWith('avif');
  // Every item is said to lie where the first one does: one byte in all tables of places.
  const shared = Buffer.from(file);
  const at = shared.indexOf('iloc') + 4;
  const [version, offsets, base] = [shared[at]!, shared[at + 4]! >> 4, shared[at + 5]! >> 4];
  expect([version, offsets, base]).toEqual([0, 4, 4]);
  const item = 2 + 2 + 4 + 2 + 8;
  const first = at + 8;
  for (let n = 1; n < shared.readUInt16BE(at + 6); n++) {
    shared.copy(shared, first + n * item + 4, first + 4, first + item);
  }
  expect(() => stripHeif(shared)).toThrow(/shares bytes/);
});

test('EXIF that is kept stays without its place unless that is kept too', async () => {
  const file = await fileWith('avif');
  const kept = stripHeif(file, { keep: ['exif'] });
  expect(told(kept)).toEqual(['owner']);
  const { exif } = await sharp(kept).metadata();
  expect(exif!.includes(secrets.owner)).toBe(true);
  const [before, after] = await Promise.all([file, kept].map((f) => sharp(f).raw().toBuffer()));
  expect(after!.equals(before!)).toBe(true);
  expect(told(stripHeif(file, { keep: ['exif', 'gps', 'thumbnails'] }))).toEqual([
    'owner',
    'place',
  ]);
});
