import { expect, test } from 'vitest';
import { readPickOptions } from '#src/pick/options.js';

test('little needs to be said', () => {
  const options = readPickOptions({ dataset: 'photos', at: 'psnr=38' });
  expect(options).toMatchObject({
    target: { metric: 'psnr', value: 38 },
    ...{ codecs: null, anchor: 'jpeg', measure: true, times: true, lossless: false, passes: 3 },
  });
});

test('without loss there is no target but equal samples', () => {
  const options = readPickOptions({ dataset: 'photos', lossless: true });
  expect(options).toMatchObject({ target: { metric: 'psnr', value: null }, anchor: 'png' });
});

test('bounds are read', () => {
  const options = readPickOptions({
    ...{ dataset: 'photos', at: 'psnr=38', codecs: ['jpeg', 'webp'] },
    ...{ encodeSpeed: '>5', decodeSpeed: 50, memory: '300' },
  });
  expect(options.codecs).toBe('jpeg,webp');
  expect(
    [options.encodeSpeed, options.decodeSpeed, options.memory].map((each) => each!.text),
  ).toEqual(['>5', '>=50', '<=300']);
});

test.each([
  [{}, 'at is not given: which quality is wanted?'],
  [{ at: '80' }, "at takes a metric and a value, such as ssimulacra2=80, got '80'"],
  [{ at: 'psnr=38', encodeSpeed: 'fast' }, 'encodeSpeed takes a bound such as >5, in megapixels'],
  [{ at: 'psnr=38', limit: 0 }, 'limit takes a whole number from 1, got 0'],
  [{ at: 'psnr=38', speed: '>5' }, "unknown option of pick 'speed'"],
  [
    { at: 'psnr=38', times: false, decodeSpeed: '>5' },
    'times takes true where a speed is asked for',
  ],
])('%j is refused', (given, message) => {
  expect(() => readPickOptions({ dataset: 'photos', ...given } as never)).toThrow(message);
});
