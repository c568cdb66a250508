import { expect, test } from 'vitest';
import { failed } from '#src/page/write/picture-failed.js';

test('a reason has the words of the error', () => {
  expect(failed(new Error('broken'))).toEqual({ code: 'failed', message: 'broken' });
});
