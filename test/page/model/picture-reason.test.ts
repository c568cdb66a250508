import { expect, test } from 'vitest';
import { type NotShown, placeOfReason, reasonText } from '#src/page/model/picture-reason.js';

test('every reason is a plain sentence of its own', () => {
  const reasons: NotShown[] = [
    ...(['no-bitstream', 'beyond-limit', 'no-original', 'not-asked', 'no-match'] as const).map(
      (code) => ({ code }),
    ),
    { code: 'failed', message: 'a broken bitstream' },
  ];
  const texts = reasons.map(reasonText);
  expect(new Set(texts).size).toBe(reasons.length);
  expect(texts[0]).toBe('the cache of this machine has no bitstream of it');
  expect(texts.at(-1)).toBe('a broken bitstream');
});

test('a list has each reason once', () => {
  const reasons: Parameters<typeof placeOfReason>[0] = [];
  const places = (['beyond-limit', 'no-original', 'beyond-limit'] as const).map((code) =>
    placeOfReason(reasons, { code }),
  );
  places.push(placeOfReason(reasons, { code: 'failed', message: 'one' }));
  places.push(placeOfReason(reasons, { code: 'failed', message: 'two' }));
  places.push(placeOfReason(reasons, { code: 'failed', message: 'one' }));
  expect(places).toEqual([0, 1, 0, 2, 3, 2]);
});
