import { expect, test } from 'vitest';
import { decodeFrames, readAnimation, writeAnimation } from '#src/image/files/animation.js';
import { animatedGif } from '../../optimize/animations.ts';

test('what an animation tells, and its frames', async () => {
  const file = await animatedGif();
  expect(await readAnimation(file)).toEqual({
    ...{ frames: 4, width: 48, height: 32, delays: [50, 60, 70, 80], repeats: 3 },
  });
  expect(await decodeFrames(file, 1e6)).toHaveLength(4 * 48 * 32 * 4);
  const webp = await writeAnimation(file, { format: 'webp', options: { quality: 50 } }, 1e6);
  expect(await readAnimation(webp)).toEqual(await readAnimation(file));
});

test('frames of more pixels than allowed, and broken files, are one error', async () => {
  const file = await animatedGif();
  await expect(decodeFrames(file, 1000)).rejects.toMatchObject({ code: 'broken-image' });
  const options = { format: 'gif', options: {} } as const;
  await expect(writeAnimation(file, options, 1000)).rejects.toMatchObject({ code: 'broken-image' });
  await expect(readAnimation(Buffer.from('GIF89a'))).rejects.toThrow(/^animation cannot be read/);
});
