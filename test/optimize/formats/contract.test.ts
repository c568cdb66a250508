import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { encodePng } from '#src/image/files/save.js';
import { type Channels, createRaster, createSamples, type Depth } from '#src/image/raster.js';
import { decodeOriginal } from '#src/optimize/decode-original.js';
import { optimizeFormats } from '#src/optimize/formats/registry.js';
import { type FormatId, formatIds, formatOfFile } from '#src/optimize/formats/table.js';
import { openSource } from '#src/optimize/source.js';

const limits = { maxPixels: 1e6 };

/** Pictures of every layout, and of odd sizes, as files. */
const pictures = await Promise.all(
  (
    [
      [33, 47, 3, 8],
      [1, 1, 3, 8],
      [1, 17, 1, 8],
      [17, 1, 4, 8],
      [20, 12, 4, 16],
      [9, 9, 1, 16],
    ] as const
  ).map(async ([width, height, channels, depth]) => {
    const image = made(width, height, channels, depth);
    return { image, name: `${width}x${height}x${channels} of ${depth} bit` };
  }),
);

function made(width: number, height: number, channels: Channels, depth: Depth) {
  const data = createSamples(depth, width * height * channels);
  for (let i = 0; i < data.length; i++) data[i] = (i * 37 * (depth === 16 ? 251 : 1)) % 65536;
  return createRaster({ width, height, channels, depth, data });
}

describe.each(formatIds)('trials of %s', (id: FormatId) => {
  test.each(pictures)('make complete files of $name', async ({ image }) => {
    const { trials, decode } = await optimizeFormats.load(id);
    const source = await openSource(await encodePng(image), 'a.png', limits);
    const preset = { preset: 'medium', lossyPng: true, keep: [] } as const;
    for (const trial of trials) {
      expect(trial.format).toBe(id);
      if (!(await trial.applies(source, preset))) continue;
      const knob = trial.knob?.fixed(60, source) ?? null;
      if (trial.knob !== null) expect(trial.knob.values).toContain(knob);
      const bytes = await trial.run(source, { ...preset, knob }, limits);
      if (bytes === null) continue;
      expect(formatOfFile(bytes)).toBe(id);
      const { width, height } = await (decode ?? decodeOriginal)(bytes, limits);
      expect([width, height], trial.id).toEqual([image.width, image.height]);
    }
  });

  test('alpha is lost by none', async () => {
    const { trials, decode } = await optimizeFormats.load(id);
    const image = made(12, 10, 4, 8);
    const source = await openSource((await encode(image, 'png')).bytes, 'a.png', limits);
    const preset = { preset: 'medium', lossyPng: true, keep: [] } as const;
    for (const trial of trials) {
      if (!(await trial.applies(source, preset))) continue;
      const knob = trial.knob?.fixed(80, source) ?? null;
      const bytes = await trial.run(source, { ...preset, knob }, limits);
      if (bytes === null) continue;
      const decoded = await (decode ?? decodeOriginal)(bytes, limits);
      expect(decoded.channels, trial.id).toBe(4);
    }
  });
});
