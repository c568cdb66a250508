import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { sameSamples } from '#src/image/compare.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { openVips, type VipsSession } from '#src/runtimes/wasm/vips.js';
import { picture } from '../../codecs/support.js';

async function withVips<T>(work: (vips: VipsSession) => Promise<T>): Promise<T> {
  const vips = await openVips({ threads: 1 });
  try {
    return await work(vips);
  } finally {
    await vips.close();
  }
}

const lossless = { effort: 1, tier: 0, lossless: true };

describe('openVips', () => {
  it("turns libvips' errors into Errors of one line", async () => {
    await withVips(async (vips) => {
      const error: unknown = await vips.decode(new Uint8Array(9), 1e6).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(WorkError);
      expect((error as Error).message).toMatch(/^libvips: .*jxlload_buffer: error/);
      expect((error as Error).message).not.toContain('\n');
    });
  });

  it('answers each of many requests made at once with its own answer', async () => {
    await withVips(async (vips) => {
      const images = [3, 9, 5, 7, 4].map((width) => picture({ width, height: 2 }));
      const files = await Promise.all(images.map((image) => vips.encode(image, lossless)));
      const bad = vips.decode(new Uint8Array(9), 1e6);
      const pictures = Promise.all(files.map((bytes) => vips.decode(bytes, 1e6)));
      await expect(bad).rejects.toThrow(WorkError);
      for (const [index, decoded] of (await pictures).entries()) {
        expect(sameSamples(decoded.image, images[index]!)).toBe(true);
      }
    });
  });

  it('takes views of larger buffers', async () => {
    await withVips(async (vips) => {
      const image = picture({ width: 6, height: 5 });
      const large = new Uint8Array(5000);
      large.set(image.data, 1000);
      const data = large.subarray(1000, 1000 + image.data.length);
      const bytes = await vips.encode(createRaster({ ...image, data }), lossless);
      large.set(bytes, 3000);
      const view = large.subarray(3000, 3000 + bytes.length);
      expect(sameSamples((await vips.decode(view, 1e6)).image, image)).toBe(true);
    });
  });

  it('serves a session while others come and go, and again after the last has closed', async () => {
    const [first, second] = [await openVips({ threads: 1 }), await openVips({ threads: 1 })];
    const image = picture({ width: 5, height: 4 });
    await first.close();
    await first.close();
    const bytes = await second.encode(image, lossless);
    await second.close();
    expect(await withVips((vips) => vips.encode(image, lossless))).toEqual(bytes);
  });

  it('goes on after large pictures', async () => {
    const image = tiled(picture({ width: 256, height: 256 }), 9, 6);
    await withVips(async (vips) => {
      await vips.encode(image, { effort: 7, tier: 0, Q: 75 });
      const bytes = await vips.encode(image, { effort: 3, tier: 0, lossless: true });
      expect(sameSamples((await vips.decode(bytes, 1e7)).image, image)).toBe(true);
    });
  });

  // Planes of 13 MB: with the allocator's own settings effort 7 takes all of 2 GiB, and effort 8 fails.
  it.each([7, 8])('takes a photograph of 1638x2048 at effort %i', async (effort) => {
    const image = crop(tiled(picture({ width: 256, height: 256 }), 7, 8), 1638);
    await withVips(async (vips) => {
      const bytes = await vips.encode(image, { effort, tier: 0, Q: 75 });
      const { width, height } = (await vips.decode(bytes, 1e7)).image;
      expect([width, height]).toEqual([1638, 2048]);
    });
  });
});

function tiled({ width, height, data }: Raster, across: number, down: number): Raster {
  const row = width * 3;
  const samples = new Uint8Array(data.length * across * down);
  for (let y = 0; y < height * down; y++) {
    const line = data.subarray((y % height) * row, ((y % height) + 1) * row);
    for (let x = 0; x < across; x++) samples.set(line, (y * across + x) * row);
  }
  const size = { width: width * across, height: height * down };
  return createRaster({ ...size, channels: 3, depth: 8, data: samples });
}

function crop({ width, height, data }: Raster, to: number): Raster {
  const samples = new Uint8Array(to * height * 3);
  for (let y = 0; y < height; y++) {
    samples.set(data.subarray(y * width * 3, (y * width + to) * 3) as Uint8Array, y * to * 3);
  }
  return createRaster({ width: to, height, channels: 3, depth: 8, data: samples });
}

describe('a process that used wasm-vips', () => {
  it.each(['open', 'close'])('ends by itself with its session left %s', (session) => {
    const script = fileURLToPath(new URL('vips-child.js', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, session], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '300\n', stderr: '' });
  });
});
