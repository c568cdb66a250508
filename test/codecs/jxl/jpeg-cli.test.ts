import { describe, expect, test } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import { jxlFormat } from '#src/codecs/jxl/format.js';
import { openJxlJpegCli } from '#src/codecs/jxl/jpeg-cli.js';
import { cjxl, djxl } from '#src/codecs/jxl/tools.js';
import { missingTool } from '#src/runtimes/cli/tools.js';
import { sharpWays } from '../jpegs.ts';
import { resources } from '../support.ts';
import { smallPng } from './small-png.ts';

const missing = [cjxl, djxl].map((tool) => missingTool(tool, 'install it')).find((each) => each);
const reason = missing ? `: skipped, ${missing}` : '';

describe.skipIf(missing)(`JPEG files by cjxl and djxl${reason}`, () => {
  test.each(Object.entries(sharpWays))('%s comes back byte for byte', async (_, make) => {
    const jpeg = await make(await smallPng(), 80);
    const session = await openJxlJpegCli({ effort: 3 }, resources);
    const encoded = await measure((clock) => session.encode(jpeg, clock));
    expect(jxlFormat.recognises(encoded.value)).toBe(true);
    expect(encoded.stages.encode).toBeGreaterThan(0);
    const back = await session.decode(encoded.value, untimed);
    expect(Buffer.compare(back, jpeg)).toBe(0);
  });
});

test('what is no JPEG, and no JPEG XL, goes to no program', async () => {
  const session = await openJxlJpegCli({ effort: 3 }, resources);
  await expect(session.encode(await smallPng(), untimed)).rejects.toThrow(
    new WorkError('expected a file of format jpeg, got a file of format png'),
  );
  await expect(session.decode(await smallPng(), untimed)).rejects.toThrow(
    new WorkError('expected a file of format jxl, got a file of format png'),
  );
});
