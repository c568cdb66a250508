import { hash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { resolveSettings } from '#src/base/params.js';
import { readBounded } from '#src/base/read-bounded.js';
import { loadPictureHere } from '#src/codecs/decode-here.js';
import { openCodec } from '#src/codecs/open-codec.js';
import { codecs } from '#src/codecs/registry.js';
import { openDataset } from '#src/datasets/dataset.js';
import { findBitstream, keepBitstream } from '#src/results/bitstreams.js';
import {
  type AnewEncoder,
  type LostBitstream,
  openAnewEncoder,
} from '#src/sweeps/display/encode-anew.js';
import { scratch } from '../../support/scratch.ts';

let encoder: AnewEncoder;

// A process has the cache of when it was started.
beforeEach(() => {
  vi.stubEnv('PARETO_CACHE', scratch());
  encoder = openAnewEncoder({ workers: 1, timeLimitSeconds: 60 });
});
afterEach(async () => {
  await encoder.close();
  vi.unstubAllEnvs();
});

/** A picture of the shipped sample by a codec, and what its record would say. */
async function lostOf(id: string): Promise<LostBitstream & { readonly bytes: Uint8Array }> {
  const codec = await codecs.load(id);
  const settings = resolveSettings(id, codec.params, {});
  const { images } = await openDataset('sample', { images: ['beach'] });
  const file = await readBounded(images[0]!.path, { bound: 'picture' });
  const { picture } = await loadPictureHere(file, { name: 'beach' });
  const open = await openCodec(codec, settings);
  const { value: bytes } = await open.encode(open.prepare({ picture, file }).input);
  await open.close();
  return {
    identity: { codec: id, engine: codec.engine(settings), settings },
    sha256: hash('sha256', bytes),
    image: { dataset: 'sample', sha256: images[0]!.sha256, crop: null },
    ...{ exact: [], bytes },
  };
}

describe('a bitstream that the cache has lost', () => {
  test('is encoded anew, the very one', async () => {
    const lost = await lostOf('webp');
    expect(await findBitstream(lost.sha256)).toBeNull();
    expect(await encoder.encode(lost)).toBe(true);
    expect(Buffer.from((await findBitstream(lost.sha256))!)).toEqual(Buffer.from(lost.bytes));
  });

  test('is made of a bitstream of the very samples where the file is not at hand', async () => {
    const lost = await lostOf('webp');
    const image = { ...lost.image, dataset: 'my-photos' };
    expect(await encoder.encode({ ...lost, image })).toBe(false);
    const { bytes, sha256 } = await lostOf('png');
    const exact = ['0'.repeat(64), sha256];
    expect(await encoder.encode({ ...lost, image, exact })).toBe(false);
    await keepBitstream(sha256, bytes);
    expect(await encoder.encode({ ...lost, image, exact })).toBe(true);
    expect(await findBitstream(lost.sha256)).not.toBeNull();
  });

  test('is not made by another version of the engine, nor another way to run it', async () => {
    const lost = await lostOf('webp');
    const { engine } = lost.identity;
    for (const other of [{ version: '0.0.1' }, { runtime: 'cli' }, { name: 'libother' }]) {
      const identity = { ...lost.identity, engine: { ...engine, ...other } };
      await expect(encoder.encode({ ...lost, identity })).rejects.toThrow(
        /^it was measured with .*, which is not here: .* may make another file of it$/,
      );
    }
    expect(await findBitstream(lost.sha256)).toBeNull();
  });

  test('is none where the bytes differ, where the codec is gone, and where the job fails', async () => {
    const lost = await lostOf('webp');
    await expect(encoder.encode({ ...lost, sha256: '1'.repeat(64) })).rejects.toThrow(
      'makes another file of it here than the one that was measured',
    );
    const gone = { ...lost.identity, codec: 'gone' };
    await expect(encoder.encode({ ...lost, identity: gone })).rejects.toMatchObject({
      code: 'codec-unavailable',
    });
    const bytes = Buffer.from('no picture');
    await keepBitstream(hash('sha256', bytes), bytes);
    const image = { ...lost.image, dataset: 'my-photos' };
    const broken = { ...lost, image, exact: [hash('sha256', bytes)] };
    await expect(encoder.encode(broken)).rejects.toThrow(/^encoding it anew failed \(load\): /);
  });
});
