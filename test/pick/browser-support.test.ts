import { expect, test } from 'vitest';
import { fileFormats } from '#src/codecs/formats.js';
import { browserSource, browserSupport } from '#src/pick/browser-support.js';

test('formats are shown everywhere, by some, or by none', () => {
  expect(browserSupport('jpeg').everywhere).toBe(true);
  expect(browserSupport('avif')).toEqual({
    everywhere: true,
    text: 'Chrome 85, Edge 121, Firefox 93, Safari 16.4',
  });
  expect(browserSupport('jxl')).toEqual({
    everywhere: false,
    text: 'Chrome 155, Firefox 158, Safari 17',
  });
  expect(browserSupport('qoi')).toEqual({ everywhere: false, text: 'none' });
  expect(browserSupport('constructor')).toEqual({ everywhere: false, text: 'none' });
});

test('the table says when it was read and where', () => {
  expect(browserSource.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(browserSource.source).toContain('caniuse');
});

test('it names formats as the house does', () => {
  const ids = fileFormats.map(({ id }) => id);
  for (const id of ['png', 'jpeg', 'gif', 'webp', 'avif', 'jxl', 'heic', 'bmp']) {
    expect(ids).toContain(id);
  }
});
