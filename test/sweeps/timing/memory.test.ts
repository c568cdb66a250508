import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { resolveSettings } from '#src/base/params.js';
import { codecs } from '#src/codecs/registry.js';
import { createRaster } from '#src/image/raster.js';
import { measureMemory } from '#src/sweeps/timing/memory.js';
import { ownCodec } from '../../support/own-codec.ts';
import { picture } from '../../support/photos.ts';
import { scratch } from '../../support/scratch.ts';

afterEach(() => vi.unstubAllEnvs());

const input = picture(64, 48);
const options = {
  resources: { threads: 1, maxPixels: 1e6 },
  timeLimitSeconds: 60,
  stop: new AbortController().signal,
};

test('tells peaks of encode and decode, what was there before, and the set-up', async () => {
  const temporary = scratch();
  vi.stubEnv('TMPDIR', temporary);
  const { params } = await codecs.load('png');
  const settings = resolveSettings('png', params, {});
  const use = await measureMemory({ source: 'png', settings }, input, options);
  for (const bytes of [use.encode, use.decode, use.idle]) expect(bytes).toBeGreaterThan(10e6);
  expect(use.encode).toBeGreaterThanOrEqual(use.idle);
  expect(use.setupSeconds).toBeGreaterThan(0);
  expect(readdirSync(temporary)).toEqual([]);
});

test('the codec is given the picture as it is, what it may use, and its own bytes to decode', async () => {
  const told = path.join(scratch(), 'told');
  const tell = (text: string) => `fs.appendFileSync(${JSON.stringify(told)}, ${text} + ';');`;
  const { source } = ownCodec({
    open: tell('[resources.threads, resources.maxPixels]'),
    encode: tell(
      `[image.width, image.height, image.channels, image.depth, image.data.constructor.name,
        ...image.data.slice(0, 2)]`,
    ),
    // It gives back 8 bit.
    decode: `${tell('[...bytes.subarray(0, 3)]')} bytes = bytes.subarray(0, 3 + 20);`,
  });
  // A view into a larger buffer, as pictures of a pool are.
  const data = new Uint16Array(2 + 5 * 4).map((_, at) => 1000 + at).subarray(2);
  const raster = createRaster({ width: 5, height: 4, channels: 1, depth: 16, data });
  await measureMemory({ source, settings: {} }, raster, options);
  expect(readFileSync(told, 'utf8').split(';')).toEqual([
    ...['1,1000000', '5,4,1,16,Uint16Array,1002,1003'],
    ...['1,1000000', '5,4,1', ''],
  ]);
});

test('a file is given as it is', async () => {
  const told = path.join(scratch(), 'told');
  const { source } = ownCodec({
    encode: `fs.writeFileSync(${JSON.stringify(told)}, image);
      image = { width: 1, height: 1, channels: 1, data: Uint8Array.of(0) };`,
  });
  const file = Uint8Array.of(0xff, 0xd8, 7);
  await measureMemory({ source, settings: {} }, file, options);
  expect([...readFileSync(told)]).toEqual([...file]);
});

test('a decode that needs more than the encode shows', async () => {
  const { source } = ownCodec({
    decode: `globalThis.held = Buffer.alloc(200e6, 1);`,
  });
  const use = await measureMemory({ source, settings: {} }, input, options);
  expect(use.decode).toBeGreaterThan(use.encode + 150e6);
  expect(use.idle).toBeLessThan(use.decode - 150e6);
});

test('what goes wrong is thrown, and so is the reason of a stop', async () => {
  const none = { source: 'gone', settings: {} };
  await expect(measureMemory(none, input, options)).rejects.toMatchObject({
    code: 'unknown-name',
    data: { name: 'gone' },
  });
  for (const parts of [
    { encode: `throw new Error('no');` },
    { decode: `throw new Error('no');` },
  ]) {
    const { source } = ownCodec(parts);
    await expect(measureMemory({ source, settings: {} }, input, options)).rejects.toThrow('no');
  }
  const stop = AbortSignal.abort(new Error('enough'));
  const raw = { source: 'raw', settings: {} };
  await expect(measureMemory(raw, input, { ...options, stop })).rejects.toThrow('enough');
});
