import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acceptedFormats, acceptWeights } from '#src/optimize/accept.js';

const offers = ['jpeg', 'png', 'webp', 'avif', 'jxl', 'gif', 'heic', 'tiff'].map((id) => ({
  id,
  mediaType: `image/${id}`,
}));
const accepted = (header: string | null | undefined, own = 'jpeg') =>
  acceptedFormats(header, offers, own);

describe('what browsers send', () => {
  test.each([
    [
      'Chrome',
      'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
      ['avif', 'webp', 'jpeg', 'png', 'gif'],
    ],
    [
      'Firefox',
      'image/avif,image/jxl,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5',
      ['jxl', 'avif', 'webp', 'png', 'jpeg', 'gif'],
    ],
    [
      'Safari',
      'image/webp,image/avif,image/jxl,image/heic,video/*;q=0.8,image/png,*/*;q=0.5',
      ['jxl', 'avif', 'webp', 'png', 'heic', 'jpeg', 'gif'],
    ],
    [
      'Safari 13',
      'image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5',
      ['png', 'jpeg', 'gif'],
    ],
    ['curl', '*/*', ['jpeg', 'png', 'gif']],
  ])('%s', (_, header, formats) => expect(accepted(header)).toEqual(formats));

  test.each([undefined, null, '', ' , ,'])('no header at all: %j', (header) => {
    expect(accepted(header)).toEqual(['jpeg', 'png', 'gif']);
  });
});

describe('weights', () => {
  test('the most specific range counts, whatever the order', () => {
    for (const header of [
      'image/avif;q=0, image/*;q=0.9, */*',
      '*/*, image/*;q=0.9, image/avif;q=0',
    ]) {
      const weights = acceptWeights(header, offers, 'jpeg');
      expect([weights.get('avif'), weights.get('jpeg')]).toEqual([0, 0.9]);
    }
  });

  test('formats are ordered by weight first', () => {
    expect(accepted('image/avif;q=0.5,image/webp;q=0.7,image/jxl;q=0.1,image/jpeg')).toEqual([
      'jpeg',
      'webp',
      'avif',
      'jxl',
    ]);
  });

  test('what is not named and not under a wildcard is not sent, the own format neither', () => {
    expect(accepted('image/avif')).toEqual(['avif']);
    expect(accepted('text/html')).toEqual([]);
    expect(accepted('image/avif, */*;q=0')).toEqual(['avif']);
    expect(accepted('image/*;q=0, */*')).toEqual([]);
  });

  test('a wildcard gives the own format, and no other that has to be named', () => {
    expect(accepted('*/*', 'avif')).toEqual(['avif', 'jpeg', 'png', 'gif']);
    expect(accepted('image/*', 'tiff')).toEqual(['tiff', 'jpeg', 'png', 'gif']);
    expect(accepted('*/*;q=0.001', 'webp')).toEqual(['webp', 'jpeg', 'png', 'gif']);
  });

  test.each([
    ['IMAGE/AVIF ; Q=0.3', 0.3],
    ['image/avif;q=1.000', 1],
    ['image/avif;q=0.', 0],
    ['image/avif;q="0.5"', 0],
    ['image/avif;q=2', 0],
    ['image/avif;q=-1', 0],
    ['image/avif;q=0.1234', 0],
    ['image/avif;q=', 0],
    ['image/avif;profile=x;q=0.5', 0],
    ['image/avif;q=0.5;ext="a,image/jxl"', 0.5],
    ['image/avif;q=0.2,image/avif;q=0.6', 0.6],
    ['*/avif', 0],
    ['image/av if', 0],
  ])('%s: %d', (header, weight) => {
    expect(acceptWeights(header, offers, 'jpeg').get('avif')).toBe(weight);
    expect(accepted(header)).not.toContain('jxl');
  });
});

test('any text is read, and a wildcard never gives AVIF or JPEG XL', () => {
  const parts = fc.constantFrom(
    '*/*',
    'image/*',
    'image/png',
    ';q=0.5',
    ',',
    ';',
    '"',
    '\\',
    ' ',
    'q=',
    'x/y',
  );
  fc.assert(
    fc.property(
      fc.array(parts).map((each) => each.join('')),
      (header) => {
        const formats = accepted(header);
        expect(formats).not.toContain('avif');
        expect(formats).not.toContain('jxl');
      },
    ),
  );
  fc.assert(fc.property(fc.string(), (header) => void accepted(header)));
  expect(accepted(`image/avif,${'a/b,'.repeat(10_000)}`)).toEqual(['jpeg', 'png', 'gif']);
});
