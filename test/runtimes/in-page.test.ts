import { expect, test } from 'vitest';
import { measure } from '#src/base/clock.js';
import { libjxlVersion, openLibjxl } from '#src/runtimes/ffi/system-libjxl-in-page.js';
import { openTurbo, turboVersion } from '#src/runtimes/ffi/system-turbojpeg-in-page.js';
import { readPlainSize as inNode } from '#src/runtimes/plain-size-in-node.js';
import { readPlainSize } from '#src/runtimes/plain-size-in-page.js';
import { readVersions as installed } from '#src/runtimes/version-files-in-node.js';
import { readVersions } from '#src/runtimes/version-files-in-page.js';
import { assetUrl as onDisk } from '#src/runtimes/wasm/asset-in-node.js';
import { assetUrl } from '#src/runtimes/wasm/asset-in-page.js';
import { arm, picture } from '../codecs/support.js';

test.each([
  'webp:quality=80',
  'webp:lossless=true',
  'webp:engine=wasm,lossless=true',
  'avif:speed=10,quality=50',
  'avif:engine=wasm,speed=10,quality=50',
])('the size of a file of %s is read as in Node', async (spec) => {
  const { codec, settings } = await arm(spec);
  const session = await codec.open(settings, { threads: 1, maxPixels: 2 ** 20 });
  for (const channels of [3, 4] as const) {
    const image = picture({ width: 33, height: 47, channels });
    const { value } = await measure((clock) => session.encode(image, clock));
    expect(await readPlainSize(value, 2 ** 20)).toEqual({ width: 33, height: 47 });
    expect(await inNode(value, 2 ** 20)).toEqual({ width: 33, height: 47 });
    await expect(readPlainSize(value, 1000)).rejects.toThrow('more than 1000 pixels');
    await expect(readPlainSize(value.subarray(0, 20), 2 ** 20)).rejects.toThrow('complete header');
  }
  await session.close();
});

test('files of packages lie on the disk, or beside the scripts of a page', () => {
  expect(onDisk('icodec/qoi-enc.wasm').href).toMatch(/^file:.*\/icodec\/dist\/qoi\.wasm$/);
  expect(assetUrl('icodec/qoi-enc.wasm').href).toMatch(/\/assets\/icodec\/qoi-enc\.wasm$/);
});

test('a page has none of the packages that carry libraries', () => {
  expect(readVersions('sharp')).toEqual({});
  expect(installed('sharp')['webp']).toMatch(/^\d+\./);
});

test('a page says that it has no libraries of the system', () => {
  expect(openLibjxl().missing).toContain('engine=jsquash');
  expect(libjxlVersion()).toBe('unknown');
  expect(openTurbo().missing).toContain('engine=wasm');
  expect(turboVersion()).toBe('unknown');
});
