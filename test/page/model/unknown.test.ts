import { expect, test } from 'vitest';
import { unknownParts } from '#src/page/model/unknown.js';

test('what an address asks for and is not there is said, with what is shown instead', () => {
  const known = ['answer', 'board'];
  expect(unknownParts([{ what: 'view', key: 'boards', known, shown: 'Answer' }])).toEqual([
    'There is no view \u201cboards\u201d here; this is Answer.',
  ]);
  expect(unknownParts([{ what: 'metric', key: 'psnr2', known, shown: null }])).toEqual([
    'There is no metric \u201cpsnr2\u201d here.',
  ]);
  expect(
    unknownParts([
      { what: 'view', key: 'board', known, shown: 'Answer' },
      { what: 'data set', key: null, known: [], shown: 'kodak' },
    ]),
  ).toEqual([]);
  const [long] = unknownParts([{ what: 'view', key: 'x'.repeat(900), known, shown: null }]);
  expect(long!.length).toBeLessThan(100);
});
