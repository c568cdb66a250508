import { describe, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { parseColour } from '#src/resize/colour.js';
import { isNamed, outputFormats, outputIds, sameFormat } from '#src/resize/formats.js';
import { nothingMade, openLedger } from '#src/resize/ledger.js';
import { checkPattern, nameBy, needsSize } from '#src/resize/naming.js';
import { type ResizeOptions, readPictureOptions } from '#src/resize/options.js';
import { orientedWindow } from '#src/resize/orientation.js';
import { resizeAnswer } from '#src/resize/result.js';
import { metadataFates, profileFates } from '#src/resize/task.js';
import { threadsFor } from '#src/resize/threads.js';

test('colours are read, and nothing else', () => {
  expect(parseColour('#f80')).toEqual({ r: 255, g: 136, b: 0, alpha: 255 });
  expect(parseColour('01020304')).toEqual({ r: 1, g: 2, b: 3, alpha: 4 });
  expect(parseColour('Transparent').alpha).toBe(0);
  for (const text of ['', 'reddish', '#ff', '#fffff', 'constructor']) {
    expect(() => parseColour(text)).toThrow(UsageError);
  }
});

test('a file keeps its format where that is written, and becomes PNG otherwise', () => {
  const names = ['a.JPG', 'b.webp', 'c.tif', 'd.jxl', 'e.bmp', 'f.qoi', 'g', 'h.heif'];
  expect(names.map(sameFormat)).toEqual([
    'jpeg',
    'webp',
    'tiff',
    'jxl',
    'png',
    'png',
    'png',
    'avif',
  ]);
  expect(
    outputIds.every((id) =>
      isNamed(`x.${outputFormats[id].format.extensions[0]}`, outputFormats[id].format),
    ),
  ).toBe(true);
});

describe('names', () => {
  const parts = { name: 'a', ext: 'jpg', format: 'jpeg', index: 3 };
  const size = () => ({ width: 8, height: 6 });
  test('are filled in', () => {
    expect(nameBy('{index}/{name}-{width}x{height}.{ext}', parts, size)).toBe('3/a-8x6.jpg');
    expect([needsSize('{name}.{ext}'), needsSize('{height}')]).toEqual([false, true]);
  });
  test.each(['../{name}', '/tmp/{name}', '', '{nam}', '{}', 'a/../../b'])(
    '%j is refused',
    (pattern) => {
      expect(() => checkPattern(pattern)).toThrow(UsageError);
    },
  );
});

describe('options', () => {
  const wrong: [ResizeOptions, RegExp][] = [
    [{ width: 0 }, /width takes a whole number from 1 to 65535, got 0/],
    [{ width: 5, percent: 5 }, /percent and width/],
    [{ fit: 'cover', width: 5 }, /fit=cover needs width and height/],
    [{ gravity: 'north', width: 5 }, /gravity/],
    [{ format: 'png', quality: 5 }, /png has no quality/],
    [{ format: 'png', codec: 'qoi' }, /format and codec/],
    [{ codec: 'webp', quality: 5 }, /webp:quality=5/],
    [{ format: 'jxl', metadata: 'keep' }, /metadata are kept in jpeg/],
    [{ widht: 5 } as ResizeOptions, /did you mean width/],
    [{ percent: Number.NaN }, /percent takes/],
  ];
  test.each(wrong)('%j is refused', (options, message) => {
    expect(() => readPictureOptions('resize', options)).toThrow(message);
  });
  test('what is not said has its default', () => {
    const ask = readPictureOptions('resize', {});
    expect(ask).toMatchObject({
      filter: 'lanczos3',
      icc: profileFates[0],
      metadata: metadataFates[0],
    });
  });
});

test('threads suit the work', () => {
  const work = (pictures: number, bytes: number) => ({ pictures, bytes });
  expect(threadsFor(null, work(1, 1e9), 8)).toBe(1);
  expect(threadsFor(null, work(3, 1000), 8)).toBe(1);
  expect(threadsFor(null, work(300, 1e8), 8)).toBe(8);
  expect(threadsFor(null, work(5, 1e8), 8)).toBe(5);
  expect(threadsFor(4, work(300, 10), 1)).toBe(4);
  expect(threadsFor(4, work(0, 0), 1)).toBe(1);
});

test('a window lies where the orientation puts it', () => {
  const plan = {
    scaled: { width: 40, height: 30 },
    window: { left: 1, top: 2, width: 10, height: 5 },
  };
  const windows = [1, 3, 6, 8].map((orientation) => orientedWindow(plan, orientation));
  expect(windows.map(({ window: { left, top, width } }) => [left, top, width])).toEqual([
    [1, 2, 10],
    [29, 23, 10],
    [2, 29, 5],
    [23, 1, 5],
  ]);
  expect(windows[2]!.scaled).toEqual({ width: 30, height: 40 });
});

test('a ledger keeps the order of the plan, and tells how far it is', () => {
  const picture = (input: string) => ({ input, output: `${input}.out`, inputBytes: 10 }) as never;
  const told: number[] = [];
  const ledger = openLedger([picture('a'), picture('b'), picture('c')], ({ bytes }) =>
    told.push(bytes),
  );
  ledger.book(2, nothingMade('failed', 'why'));
  ledger.book(0, nothingMade('skipped', null));
  expect(ledger.files().map(({ input }) => input)).toEqual(['a', 'c']);
  expect([ledger.done, ledger.failed, told]).toEqual([2, 1, [10, 20]]);
});

test('an answer of a process is checked', () => {
  expect(resizeAnswer.safeParse({ width: 1 }).success).toBe(false);
});
