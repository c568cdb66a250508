import { expect, test } from 'vitest';
import { vipsMessage } from '#src/image/files/vips-message.js';

test('each complaint once, in one line, without the names of loaders', () => {
  expect(vipsMessage(new Error('VipsJpeg: no SOS\nVipsJpeg: no SOS\n'))).toBe('no SOS');
  expect(
    vipsMessage(new Error('Input buffer has corrupt header: VipsJpeg: cut\nvipspng: bad\n\n')),
  ).toBe('Input buffer has corrupt header: cut; bad');
  expect(vipsMessage('plain')).toBe('plain');
  expect(vipsMessage(new Error(''))).toBe('no message');
});
