import { describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { resolveSettings, type Value } from '#src/base/params.js';
import { readJpegFrame } from '#src/codecs/jpeg/frame.js';
import { mozjpeg } from '#src/codecs/jpeg/mozjpeg.js';
import { arm, picture, resources, withSession } from '../support.ts';

const image = picture({ width: 40, height: 24 });

async function encode(given: Record<string, Value> = {}): Promise<Uint8Array> {
  const settings = resolveSettings(mozjpeg.id, mozjpeg.params, given);
  const session = await mozjpeg.open(settings, resources);
  const bytes = await session.encode(image, untimed);
  await session.close();
  return bytes;
}

describe('mozjpeg', () => {
  test('as it runs by default is what jpeg:mozjpeg=true writes', async () => {
    const [own, other] = [await encode(), await arm('jpeg:mozjpeg=true,chroma=4:2:0,quality=75')];
    const theirs = await withSession(other, (session) => session.encode(image, untimed));
    expect(Buffer.compare(own, theirs)).toBe(0);
    expect(readJpegFrame(own)).toMatchObject({
      process: 2,
      sampling: [
        [2, 2],
        [1, 1],
        [1, 1],
      ],
    });
  });

  test.each([
    ['trellis', false],
    ['scans', false],
    ['overshoot', false],
    ['quant_table', 0],
    ['chroma', '4:4:4'],
    ['quality', 60],
  ])('%s=%s makes another file', async (name, value) => {
    expect(Buffer.compare(await encode({ [name]: value }), await encode())).not.toBe(0);
  });

  test('progressive scans are a choice where they are not searched for', async () => {
    const baseline = await encode({ scans: false, progressive: false });
    expect(readJpegFrame(baseline).process).toBe(0);
    expect(() => resolveSettings('mozjpeg', mozjpeg.params, { progressive: false })).toThrow(
      /progressive/,
    );
  });

  test('says which mozjpeg it is', () => {
    expect(mozjpeg.engine({}).version).toMatch(/^[0-9a-f][0-9a-f.]+$/);
  });
});
