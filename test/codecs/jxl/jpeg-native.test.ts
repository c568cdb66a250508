import { describe, expect, test } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import { openJxlJpegNative } from '#src/codecs/jxl/jpeg-native.js';
import { openLibjxl } from '#src/runtimes/ffi/libjxl.js';
import { sharpWays } from '../jpegs.ts';
import { resources } from '../support.ts';
import { smallPng } from './small-png.ts';

const found = openLibjxl();
const missing = 'missing' in found ? found.missing : null;
const reason = missing === null ? '' : `: skipped, ${missing}`;

describe.skipIf(missing !== null)(`JPEG files by libjxl${reason}`, () => {
  test.each(Object.entries(sharpWays))('%s comes back byte for byte', async (_, make) => {
    const jpeg = await make(await smallPng(), 80);
    const session = await openJxlJpegNative({ effort: 3 }, resources);
    const encoded = await measure((clock) => session.encode(jpeg, clock));
    expect(encoded.stages.encode).toBeGreaterThan(0);
    const back = await session.decode(encoded.value, untimed);
    expect(Buffer.compare(back, jpeg)).toBe(0);
    await session.close();
  });

  test('what is no JPEG, or too large a one, is refused', async () => {
    const jpeg = await sharpWays['grey']!(await smallPng(), 80);
    const small = await openJxlJpegNative({ effort: 3 }, { threads: 1, maxPixels: 45 * 27 - 1 });
    await expect(small.encode(jpeg, untimed)).rejects.toThrow(WorkError);
    await expect(small.encode(await smallPng(), untimed)).rejects.toThrow(
      'expected a file of format jpeg, got a file of format png',
    );
    await small.close();
  });
});

test.runIf(missing !== null)('a library that is missing is an error that says so', async () => {
  await expect(openJxlJpegNative({ effort: 3 }, resources)).rejects.toThrow(
    new WorkError(missing!),
  );
});
