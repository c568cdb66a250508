import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { decodeCommand } from '#src/cli/decode.js';
import { encode } from '#src/codecs/encode.js';
import { sameSamples } from '#src/image/compare.js';
import { loadImageFile } from '#src/image/files/load.js';
import { savePng } from '#src/image/files/save.js';
import { picture } from '../support/photos.ts';
import { printedBy } from '../support/printed.ts';
import { scratch } from '../support/scratch.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);
const original = picture(12, 8);

beforeEach(async () => {
  folder = scratch();
  await savePng(at('photo.png'), original);
  writeFileSync(at('photo.qoi'), (await encode(at('photo.png'), 'qoi')).bytes);
});

const reading = { 'max-pixels-per-byte': 128, 'max-memory': undefined, 'time-limit': undefined };
const run = (file: string, target: string, more: { codec?: string; json?: boolean } = {}) => {
  const coding = { plugin: undefined, threads: 1, 'max-pixels': 1000, ...reading, lenient: false };
  const args = { codec: undefined, json: false, ...coding, ...more };
  return printedBy(() => decodeCommand({ file: at(file), picture: at(target), ...args }));
};

test('writes the picture and tells by what it was decoded', async () => {
  const { out } = await run('photo.qoi', 'new/back.png');
  expect(sameSamples(await loadImageFile(at('new/back.png')), original)).toBe(true);
  expect(out).toMatch(/back\.png: 12x8, 3 x 8 bit, \d+\.\d{3} s\nQOI by qoi, qoi .+ \(wasm\)\n$/);
});

test('prints JSON, without a codec where the image was loaded as originals are', async () => {
  const { out } = await run('photo.png', 'copy.pam', { json: true });
  expect(JSON.parse(out)).toMatchObject({
    ...{ file: at('photo.png'), picture: at('copy.pam'), format: 'png', width: 12, height: 8 },
    ...{ channels: 3, depth: 8 },
  });
  expect(readFileSync(at('copy.pam'), 'latin1')).toMatch(/^P7\n/);
});

test('writes nothing where it cannot be what its name says, or would be its own source', async () => {
  const refused = async (target: string, message: string, codec?: string) => {
    const decoded = run('photo.qoi', target, codec === undefined ? {} : { codec });
    await expect(decoded).rejects.toThrow(UsageError);
    await expect(decoded).rejects.toThrow(message);
  };
  await refused('back.jpg', 'qoi gives samples and no JPEG file', 'qoi');
  await refused('back.jpg', 'ends in none of them');
  const jbrd = Buffer.from('\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x08jbrd', 'latin1');
  writeFileSync(at('was.jxl'), jbrd);
  await expect(run('was.jxl', 'back.jpg')).rejects.toThrow('--codec jxl-jpeg gives that back');
  await refused('back.webp', '.png');
  expect([existsSync(at('back.jpg')), existsSync(at('back.webp'))]).toEqual([false, false]);
  const itself = run('photo.png', 'photo.png');
  await expect(itself).rejects.toThrow('photo.png is the file that is read');
});
