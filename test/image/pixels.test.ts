import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { checkPixels } from '#src/image/pixels.js';

test('a picture may have as many pixels as the limit, and no more', () => {
  checkPixels(4, 25, 100);
  expect(() => checkPixels(101, 1, 100)).toThrow(
    new WorkError('picture of 101x1 has more than 100 pixels; raise the limit to read it', {
      code: 'too-many-pixels',
      data: { width: 101, height: 1, maxPixels: 100 },
    }),
  );
});
