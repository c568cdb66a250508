import { expect, test } from 'vitest';
import { colourBytes, gifBlocks, gifScreen } from '#src/image/gif-blocks.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const head = 'GIF89a\x03\0\x02\0\x80\0\0\0\0\0\xff\xff\xff';
const frame = ',\x01\0\0\0\x02\0\x01\0\x81abcdefghijkl\x02\x02\x4c\x01\0';

test('the screen, and where its blocks begin', () => {
  expect(gifScreen(bytes(head))).toEqual({ width: 3, height: 2, blocks: 19 });
  expect(() => gifScreen(bytes(head.slice(0, 18)))).toThrow(/cut short/);
});

test('blocks in their order, up to the trailer or the end', () => {
  const file = bytes(`${head}!\xfe\x02hi\0${frame};more`);
  expect([...gifBlocks(file)]).toEqual([
    { kind: 'extension', label: 0xfe, start: 19, end: 25 },
    {
      ...{ kind: 'frame', start: 25, end: 25 + frame.length, left: 1, top: 0, width: 2, height: 1 },
      ...{ flags: 0x81, data: 25 + 10 + 12 },
    },
  ]);
  expect([...gifBlocks(bytes(head + frame))]).toHaveLength(1);
});

test('a frame that is cut short comes before the error', () => {
  const blocks = gifBlocks(bytes(head + frame.slice(0, -2)));
  expect(blocks.next().value).toMatchObject({ kind: 'frame', width: 2 });
  expect(() => blocks.next()).toThrow(/within a block/);
  expect(() => [...gifBlocks(bytes(`${head},\x01\0`))]).toThrow(/within a block/);
  expect(() => [...gifBlocks(bytes(`${head}!\xfe\x05hi`))]).toThrow(/within a block/);
});

test('lengths of colour tables', () => {
  expect([0, 0x80, 0x87, 0x07].map(colourBytes)).toEqual([0, 6, 768, 0]);
});
