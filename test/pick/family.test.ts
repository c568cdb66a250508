import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { spreadOf } from '#src/curves/guide.js';
import { metrics } from '#src/metrics/registry.js';
import { optimizeFormats } from '#src/optimize/formats/registry.js';
import { familiesOf, noFamilies, readFamilies } from '#src/pick/family.js';
import { scratch } from '../support/scratch.ts';

const metric = await metrics.load('ssimulacra2');
const distance = await metrics.load('butteraugli');

describe('the shipped curves', () => {
  test.each(['jpeg', 'webp', 'avif', 'jxl'])('lead the first guess of %s', async (format) => {
    const families = await readFamilies();
    const { trials } = await optimizeFormats.load(format);
    const lossy = trials.filter(({ knob, id }) => knob !== null && id !== 'jpegli');
    for (const { knob, id } of lossy) {
      const curves = families.of(knob!.curves, metric);
      expect(curves.length, id).toBeGreaterThan(7);
      for (const { knobs, qualities, bytes } of curves) {
        expect(knobs).toEqual(knobs.toSorted((a, b) => a - b));
        expect([qualities.length, bytes.length]).toEqual([knobs.length, knobs.length]);
        const rises = id !== 'jxl';
        expect(qualities.at(-1)! > qualities[0]!, id).toBe(rises);
        expect(bytes.at(-1)! > bytes[0]!, id).toBe(rises);
      }
    }
  });

  test('are of one knob where one is named', async () => {
    const families = await readFamilies();
    expect(families.of('jxl', metric, 'distance').length).toBeGreaterThan(7);
    expect(families.of('jxl', metric, 'quality')).toEqual([]);
  });

  test.each(['mozjpeg', 'webp', 'avif', 'jxl:engine=native'])(
    'of %s are known by their unevenness',
    async (codec) => {
      const families = await readFamilies();
      for (const id of ['ssimulacra2', 'butteraugli-p3']) {
        const { jitter, values } = families.evenness(codec, await metrics.load(id))!;
        const family = families.of(codec, await metrics.load(id));
        expect(jitter).toBeGreaterThan(0);
        expect(jitter).toBeLessThan(spreadOf(family) / 4);
        expect(values.length).toBeGreaterThan(50);
        expect(values).toEqual(values.toSorted((a, b) => a.knob - b.knob));
      }
      expect(families.evenness(codec, await metrics.load('psnr'))).toBeNull();
      expect(families.evenness('heic', metric)).toBeNull();
    },
  );

  test('say that libjxl is better at a distance of 2 than just below it, and that qualities of JPEG come in pairs', async () => {
    const families = await readFamilies();
    const shift = (codec: string, knob: number) =>
      families.evenness(codec, metric)!.values.find((each) => each.knob === knob)!.shift;
    // By distance quality falls: what lies lower is better. Places are half a unit apart here.
    expect(2 + 0.5 * shift('jxl', 2)).toBeLessThan(1.99 + 0.5 * shift('jxl', 1.99) - 0.05);
    const steps = [45, 46].map((knob) => 0.1 + shift('mozjpeg', knob + 1) - shift('mozjpeg', knob));
    expect(steps[0]).toBeGreaterThan(5 * steps[1]!);
  });

  test('a distance counts from above', async () => {
    const [first] = (await readFamilies()).of('mozjpeg', distance);
    expect(Math.max(...first!.qualities)).toBeLessThan(0);
  });
});

describe('familiesOf', () => {
  const evenness = (version: string) => ({
    ssimulacra2: { version, pictures: ['a/1'], jitter: 0.3, knobs: [1, 2], shifts: [0, 0.1] },
  });
  const file = (version: string) => ({
    schema: 3 as const,
    source: [],
    pictures: [
      { picture: 'a/1', jpegBytesPerPixel: 0.1 },
      { picture: 'a/2', jpegBytesPerPixel: 0.2 },
    ],
    quick: { ssimulacra2: { version, values: [70, null] } },
    curves: [
      {
        ...{ spec: 'webp', engine: 'a', knob: 'quality', knobs: [1, 2], pictures: [0, 1] },
        bytesPerPixel: [
          [1, 2],
          [3, 4],
        ],
        metrics: { ssimulacra2: { version, values: [null, [60, 70]] } },
      },
      {
        ...{ spec: 'webp:engine=wasm', engine: 'b', knob: 'quality', knobs: [1, 2] },
        pictures: [0],
        bytesPerPixel: [[1, 3]],
        metrics: { ssimulacra2: { version, values: [[50, 65]] } },
        evenness: evenness(version),
      },
    ],
  });

  test('a codec with other settings gets the curves of its kind, and so do pictures that the very codec lacks', () => {
    const families = familiesOf(file(metric.version));
    const own = { knobs: [1, 2], qualities: [60, 70], bytes: [3, 4], jpegBytes: 0.2 };
    const other = {
      knobs: [1, 2],
      qualities: [50, 65],
      bytes: [1, 3],
      jpegBytes: 0.1,
      jpegQuality: 70,
    };
    expect(families.of('webp:effort=6', metric)).toEqual([own, other]);
    expect(families.of('webp:engine=wasm', metric)).toEqual([other, own]);
    expect(families.of('avif', metric)).toEqual([]);
  });

  test('a codec has the unevenness of its kind', () => {
    const values = [
      { knob: 1, shift: 0 },
      { knob: 2, shift: 0.1 },
    ];
    for (const spec of ['webp', 'webp:engine=wasm', 'webp:effort=6']) {
      expect(familiesOf(file(metric.version)).evenness(spec, metric)).toEqual({
        jitter: 0.3,
        values,
      });
    }
    expect(familiesOf(file('0')).evenness('webp', metric)).toBeNull();
    expect(familiesOf(file(metric.version)).evenness('avif', metric)).toBeNull();
    expect(noFamilies.evenness('webp', metric)).toBeNull();
  });

  test('scores of the quick JPEG by another version of the metric are not known', () => {
    const quick = { ssimulacra2: { version: '0', values: [70, 71] } };
    const [first] = familiesOf({ ...file(metric.version), quick }).of('webp', metric);
    expect(first!.qualities).toEqual([60, 70]);
    expect(first).not.toHaveProperty('jpegQuality');
  });

  test('values of another version of the metric are none', () => {
    expect(familiesOf(file('0')).of('webp', metric)).toEqual([]);
    expect(noFamilies.of('webp', metric)).toEqual([]);
  });

  test('a file that is none is told', async () => {
    const wrong = path.join(scratch(), 'curves.json');
    writeFileSync(wrong, '{"schema":1}');
    await expect(readFamilies(wrong)).rejects.toThrow(/holds no curves/);
    writeFileSync(wrong, 'no JSON');
    await expect(readFamilies(wrong)).rejects.toThrow(/holds no curves/);
  });
});
