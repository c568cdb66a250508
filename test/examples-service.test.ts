import { expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { createClient } from '../examples/service/client.ts';
import { optimizeShop } from '../examples/service/shop.ts';
import { openOrigin, sendsBytes } from './support/origin.ts';
import { picture } from './support/photos.ts';
import { resolveHere, startService, trusting } from './support/service.ts';

test('the pictures of a shop are estimated, and those that are worth it optimised', async () => {
  const origin = await openOrigin();
  const service = await startService({ ...trusting(origin), log: false }, { resolve: resolveHere });
  try {
    const fine = (await encode(picture(120, 80), 'jpeg:quality=97')).bytes;
    const coarse = (await encode(picture(120, 80), 'mozjpeg:quality=20')).bytes;
    sendsBytes(origin, '/fine.jpg', fine);
    sendsBytes(origin, '/coarse.jpg', coarse);
    const client = createClient(service.url);
    const src = (name: string): string => `https://shop.test:${origin.port}/${name}.jpg`;
    const products = ['fine', 'coarse'].map((id) => ({ id, src: src(id) }));
    const [first, second] = await optimizeShop(client, products);
    expect(first!.promisedPercent).toBeGreaterThan(30);
    expect(first!.optimized!.bytes.length).toBeLessThan(0.7 * fine.length);
    expect(second).toMatchObject({ promisedPercent: 0, optimized: null });
    const bytes = new Uint8Array(fine);
    expect((await client.estimateBytes(bytes, { preset: 'low' })).original_format).toBe('jpeg');
    expect((await client.optimizeBytes(bytes, { quality: 30 })).reductionPercent).toBeGreaterThan(
      30,
    );
    await expect(client.optimize(src('gone'))).rejects.toThrow(/422 .*404.* \(request /);
  } finally {
    await service.drain();
    await origin.close();
  }
});
