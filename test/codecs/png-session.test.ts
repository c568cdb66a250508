import { expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { openPngSession } from '#src/codecs/png-session.js';
import { picture } from './support.js';

test('takes PNG files alone, of no more pixels than it may', async () => {
  const image = picture({ width: 40, height: 30 });
  const session = await openPngSession(
    { threads: 1, maxPixels: 1000 },
    { level: 1, interlaced: false },
  );
  const bytes = await session.encode(image, untimed);
  await expect(session.decode(bytes, untimed)).rejects.toThrow('more than 1000 pixels');
  await expect(session.decode(new Uint8Array(99), untimed)).rejects.toThrow('format png');
  await session.close();
});
