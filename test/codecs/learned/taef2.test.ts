import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { resolveSettings } from '#src/base/params.js';
import { codecs } from '#src/codecs/registry.js';
import { picture } from '../../support/photos.ts';
import { describeShared } from '../../support/shared.js';

/** By counters of PyTorch that know nothing of ONNX, see learned_costs.py. */
const costs = JSON.parse(
  await readFile(new URL('../../fixtures/learned_costs.json', import.meta.url), 'utf8'),
) as {
  part: string;
  width: number;
  height: number;
  parameters: number;
  fvcore: number;
  pytorch: number;
}[];

describeShared('taef2', () => {
  it.each([
    [1, 1],
    [33, 47],
    [512, 512],
  ])('costs what fvcore and PyTorch count, at %ix%i', async (width, height) => {
    const codec = await codecs.load('taef2');
    const session = await codec.open(resolveSettings('taef2', codec.params, {}), {
      threads: 1,
      maxPixels: 1e6,
    });
    await session.encode(picture(width, height), untimed);
    const { parts } = (await session.report?.())!;
    await session.close();
    const counted = costs.filter((each) => each.width === width && each.height === height);
    expect(counted.map(({ part }) => part)).toEqual(Object.keys(parts));
    for (const { part, parameters, fvcore, pytorch } of counted) {
      const { macsPerPixel, parameters: found } = parts[part]!;
      expect(found).toBe(parameters);
      expect(macsPerPixel * width * height).toBeCloseTo(pytorch, 3);
      // fvcore counts normalisation and resizing too.
      expect((macsPerPixel * width * height) / fvcore).toBeCloseTo(1, 2);
    }
  });
});
