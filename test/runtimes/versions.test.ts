import { expect, it } from 'vitest';
import createVips from 'wasm-vips';
import { sharp } from '#src/image/files/sharp.js';
import { libraryVersion } from '#src/runtimes/versions.js';

it('tells the versions that sharp tells itself', () => {
  for (const library of ['webp', 'aom', 'heif', 'mozjpeg', 'png', 'zlib-ng', 'imagequant']) {
    const told = Object.entries(sharp.versions).find(([name]) => name === library)?.[1];
    expect(told).toMatch(/\d/);
    expect(libraryVersion('sharp', library)).toBe(told);
  }
});

it('tells the version of libvips that wasm-vips runs', async () => {
  const vips = await createVips({ dynamicLibraries: [] });
  expect(libraryVersion('wasm-vips', 'vips')).toBe(vips.version());
});

it('says unknown of a library that is not there', () => {
  expect(libraryVersion('sharp', 'jxl')).toBe('unknown');
});
