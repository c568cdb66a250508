import { expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { raw } from '#src/codecs/raw.js';
import { encodePam } from '#src/image/pnm.js';
import { picture, resources } from './support.ts';

test('is a PAM file of the samples, and nothing else is read', async () => {
  const session = await raw.open({}, resources);
  for (const depth of [8, 16] as const) {
    const image = picture({ width: 6, height: 5, channels: 4, depth });
    const bytes = await session.encode(image, untimed);
    expect(bytes).toEqual(encodePam(image));
    expect(await session.decode(bytes, untimed)).toEqual(image);
  }
  const ppm = Buffer.from('P6\n1 1\n255\nabc');
  await expect(session.decode(ppm, untimed)).rejects.toThrow(
    'format pam, got a file of format pnm',
  );
});
