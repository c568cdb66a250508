import { expect, test } from 'vitest';
import { vipsMessage } from '#src/image/files/vips-message.js';

test('each complaint once, in one line, without the names of loaders', () => {
  expect(vipsMessage(new Error('VipsJpeg: no SOS\nVipsJpeg: no SOS\n'))).toBe('no SOS');
  expect(
    vipsMessage(new Error('Input buffer has corrupt header: VipsJpeg: cut\nvipspng: bad\n\n')),
  ).toBe('cut; bad');
  expect(
    vipsMessage(new Error('Input buffer has corrupt header: VipsJpeg: cut\nVipsJpeg: cut')),
  ).toBe('cut');
  expect(
    vipsMessage(
      new Error('Warning treated as error due to failOn setting\nvipspng: IHDR: CRC error'),
    ),
  ).toBe('IHDR: CRC error');
  expect(vipsMessage(new Error('Input buffer has corrupt header: '))).toBe(
    'Input buffer has corrupt header',
  );
  expect(vipsMessage(new Error('outside of the file (points to 3422);'))).toBe(
    'outside of the file (points to 3422)',
  );
  expect(vipsMessage('plain')).toBe('plain');
  expect(vipsMessage(new Error(''))).toBe('no message');
});
