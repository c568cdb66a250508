import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { stripGif } from '#src/optimize/metadata/gif.js';
import { samples } from '../animations.ts';
import { secrets, told } from './files.ts';

const frames = [1, 2].map((seed) => samples(16, 12, seed));
const plain = await sharp(Buffer.concat(frames), {
  raw: { width: 16, height: 24, channels: 3, pageHeight: 12 },
})
  .gif({ delay: [50, 70], loop: 2 })
  .toBuffer();

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const subBlocks = (text: string) => `${String.fromCharCode(text.length)}${text}`;

/** The file with extensions before its trailer, or before its first block. */
function withExtensions(text: string, behind = ''): Buffer {
  const colours = plain[10]! & 0x80 ? 3 * 2 ** ((plain[10]! & 7) + 1) : 0;
  const at = 13 + colours;
  return Buffer.concat([plain.subarray(0, at), latin1(text), plain.subarray(at), latin1(behind)]);
}

const comment = `!\xfe${subBlocks(secrets.comment)}\0`;
// XMP stands as it is, and what follows makes its bytes readable as blocks.
const magic = `\x01${String.fromCharCode(...Array.from({ length: 256 }, (_, i) => 255 - i))}\0`;
const xmp = `!\xff\x0bXMP DataXMP<x>${secrets.xmp}</x>${magic}`;
const other = `!\xff\x0bMAGICOWN1.0${subBlocks(secrets.owner)}\0`;
const text = `!\x01\x0c${'\0'.repeat(12)}${subBlocks(secrets.owner)}\0`;
const control = '!\xf9\x04\0\x05\0\0\0';

test('comments, XMP, texts and what programs left go; frames and repeats stay', async () => {
  const file = withExtensions(comment + xmp + other + control + text, secrets.owner);
  const stripped = stripGif(file);
  expect(told(stripped)).toEqual([]);
  expect(Buffer.from(stripped).equals(plain)).toBe(true);
  const { pages, delay, loop } = await sharp(stripped, { animated: true }).metadata();
  expect({ pages, delay, loop }).toEqual({ pages: 2, delay: [50, 70], loop: 2 });
});

test('comments and XMP stay where they are kept', () => {
  const file = withExtensions(comment + xmp);
  expect(told(stripGif(file, { keep: ['comments'] }))).toEqual(['comment']);
  // The name of the place in it is one of XMP's own.
  expect(told(stripGif(file, { keep: ['xmp'] }))).toEqual(['xmp']);
});

test('a file without a trailer gets one', () => {
  expect(Buffer.from(stripGif(plain.subarray(0, -1))).equals(plain)).toBe(true);
});

test('a file that ends within a block, or has no frame, is refused', () => {
  for (let length = 0; length < plain.length - 1; length += 7) {
    const cut = plain.subarray(0, length);
    let stripped: Uint8Array | null = null;
    try {
      stripped = stripGif(cut);
    } catch (error) {
      expect(error).toMatchObject({ code: 'broken-image' });
    }
    // Cut between two blocks it is a whole file of fewer frames.
    if (stripped !== null) expect(stripped.length).toBeLessThanOrEqual(length + 1);
  }
  expect(() => stripGif(latin1('GIF89a\x01\0\x01\0\0\0\0;'))).toThrow(/no frame/);
  expect(() => stripGif(latin1('GIF89a\x01\0\x01\0\0\0\0?'))).toThrow(/byte 63 where a block/);
});
