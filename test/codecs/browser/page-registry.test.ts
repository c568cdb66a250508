import { expect, test } from 'vitest';
import { resolveSettings } from '#src/base/params.js';
import { browserAvif, browserJpeg, browserPng } from '#src/codecs/browser/browser-codecs.js';
import { canvasAvailable } from '#src/codecs/browser/canvas.js';
import { isOfBrowser, pageCodecs, runsInPage } from '#src/codecs/browser/page-registry.js';
import { codecs } from '#src/codecs/registry.js';

test('every codec of a page is the one of the bench, or of the browser', async () => {
  for (const id of pageCodecs.names) {
    const codec = await pageCodecs.load(id);
    expect(codec.id).toBe(id);
    expect(codecs.names.includes(id)).toBe(!isOfBrowser(id));
    // sprig has an engine of its own there.
    if (!isOfBrowser(id) && id !== 'sprig') expect(codec).toBe(await codecs.load(id));
  }
});

test("a browser's own codecs say in Node what runs them", async () => {
  expect(canvasAvailable()).toContain('npm run collect');
  expect(await browserJpeg.available({ quality: 75 })).toContain('npm run collect');
  expect(browserPng.lossless({})).toBe(true);
  expect(browserJpeg.engine({ quality: 75 }).runtime).toBe('native');
  expect(browserAvif.engine({ quality: 50 }).name).toMatch(/^libaom\+libavif, /);
});

test.each([
  ['qoi', {}, true],
  ['webp', { engine: 'wasm' }, true],
  ['webp', {}, 'engine=wasm'],
  ['avif', {}, 'engine=wasm'],
  ['jpeg', { engine: 'wasm' }, true],
  ['jpeg', {}, 'engine=wasm'],
  ['jpeg', { engine: 'turbo' }, 'engine=wasm'],
  ['jxl', { engine: 'jsquash' }, true],
  ['jxl', { engine: 'vips' }, 'engine=jsquash'],
  ['png', { engine: 'wasm' }, true],
  ['png', { engine: 'oxipng' }, 'engine=wasm'],
  ['png', {}, 'engine=wasm'],
  ['sprig', {}, true],
  ['browser-png', {}, true],
] as const)('%s with %o in a page', async (id, given, expected) => {
  const codec = await pageCodecs.load(id);
  const answer = runsInPage(codec, resolveSettings(id, codec.params, given));
  if (expected === true) expect(answer).toBe(true);
  else expect(answer).toContain(expected);
});
