import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { readLearnedFile, writeLearnedFile } from '#src/codecs/learned/container.js';
import { createCounter, readHistograms, writeHistograms } from '#src/codecs/learned/measured.js';
import { forEachRun, gather, partCount } from '#src/codecs/learned/parts.js';
import { fromPlanes, paddedSide, toPlanes } from '#src/codecs/learned/picture.js';
import { medianResiduals, undoMedian } from '#src/codecs/learned/predict.js';
import { dequantise, quantise, stepOf } from '#src/codecs/learned/quantise.js';
import { cutOut, pasteCore, windowsOf } from '#src/codecs/learned/windows.js';
import { histogramTable } from '#src/entropy/distributions/histogram.js';
import { idealBits } from '#src/entropy/ideal-bits.js';
import { sameSamples } from '#src/image/compare.js';
import { picture } from '../../support/photos.ts';

const shapes = fc.record({
  channels: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
});

describe('checkerboard', () => {
  it('has every place in one of its halves', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const seen = new Map<number, string>();
        for (const part of ['even', 'odd'] as const) {
          let count = 0;
          forEachRun(shape, part, (first, index, length, stride) => {
            expect(index).toBe(count);
            count += length;
            for (let at = first; at < first + length * stride; at += stride) {
              expect(seen.has(at)).toBe(false);
              const [x, y] = [at % shape.width, Math.floor(at / shape.width) % shape.height];
              expect((x + y) % 2).toBe(part === 'even' ? 0 : 1);
              seen.set(at, part);
            }
          });
          expect(count).toBe(partCount(shape, part));
        }
        expect(seen.size).toBe(partCount(shape, 'all'));
        const numbers = Int16Array.from({ length: seen.size }, (_, at) => at);
        expect(gather(shape, 'all', numbers)).toEqual(numbers);
        const odd = [...numbers].filter((at) => seen.get(at) === 'odd');
        expect([...gather(shape, 'odd', numbers)]).toEqual(odd);
      }),
    );
  });
});

describe('median prediction', () => {
  it('is undone exactly, at any 16 bit', () => {
    const planes = shapes.chain((shape) => {
      const length = partCount(shape, 'all');
      return fc
        .int16Array({ minLength: length, maxLength: length })
        .map((data) => ({ ...shape, data }));
    });
    fc.assert(
      fc.property(planes, (group) => {
        expect(undoMedian(medianResiduals(group), group)).toEqual(group.data);
      }),
    );
  });

  it('leaves nothing of a flat plane but its first value, and nothing of a slope but its ends', () => {
    const flat = { channels: 1, height: 3, width: 4, data: new Int16Array(12).fill(7) };
    expect([...medianResiduals(flat)]).toEqual([7, ...new Array<number>(11).fill(0)]);
    const data = Int16Array.from({ length: 12 }, (_, i) => (i % 4) - 10 * Math.floor(i / 4));
    const slope = medianResiduals({ channels: 1, height: 3, width: 4, data });
    expect([...slope]).toEqual([0, 1, 1, 1, -10, 0, 0, 0, -10, 0, 0, 0]);
  });
});

describe('quantiser', () => {
  it('rounds to the nearest, or cuts with a dead zone', () => {
    const coefficients = Float32Array.of(0, 0.9, 1.1, -1.1, 2.9, -500);
    const by = (rounding: number) => [...quantise(coefficients, { unit: 2, rounding, limit: 100 })];
    expect(by(0.5)).toEqual([0, 0, 1, -1, 1, -100].map((value) => value || 0));
    expect(by(0.3).map((value) => value || 0)).toEqual([0, 0, 0, 0, 1, -100]);
    expect([...dequantise(Int16Array.of(3, -4), 0.5)]).toEqual([1.5, -2]);
  });

  it('has steps from the first to the first times the ratio', () => {
    const law = { first: 64, ratio: 1 / 32 };
    expect([0, 200, 1000].map((rate) => stepOf(law, rate))).toEqual([64, 32, 2]);
  });

  it('refuses what is no number', () => {
    const quantising = () =>
      quantise(Float32Array.of(1, Number.NaN), { unit: 1, rounding: 0.5, limit: 9 });
    expect(quantising).toThrow(
      new WorkError('the analysis gives 1 coefficients that are no numbers'),
    );
  });
});

describe('measured distributions', () => {
  const symbols = (count: number, spread: number, seed: number): Int16Array =>
    Int16Array.from({ length: count }, (_, i) => {
      const uniform = (((i + seed) * 2654435761) % 2 ** 32) / 2 ** 32;
      return Math.round(spread * Math.log((uniform + 1e-6) / (1 - uniform + 1e-6)));
    });

  it.each([0.1, 0.5, 2, 10])('cost little more than exact ones, at a spread of %f', (spread) => {
    const data = symbols(20_000, spread, 1);
    const indexes = Uint16Array.from(data, (_, i) => i % 4);
    const counter = createCounter(5);
    counter.push(data, indexes);
    const sent = writeHistograms(counter.histograms());
    const table = readHistograms(sent, 5);
    const bits = idealBits(table, data, indexes);
    const exact = idealBits(histogramTable(data, indexes, 16), data, indexes);
    expect(bits).toBeLessThan(exact * 1.004 + 8);
    // The fifth has no symbols.
    expect(table.distributions[4]!.cdf).toEqual(Uint32Array.of(0, 2 ** 14));
  });

  it('are refused where they are cut, changed, or too many', () => {
    const counter = createCounter(2);
    counter.push(symbols(500, 2, 3), new Uint16Array(500));
    const sent = writeHistograms(counter.histograms());
    for (let length = 0; length < sent.length; length++) {
      expect(() => readHistograms(sent.subarray(0, length), 2)).toThrow(WorkError);
    }
    for (let at = 0; at < sent.length; at++) {
      expect(() => readHistograms(sent.with(at, sent[at]! ^ 16), 2)).toThrow(WorkError);
    }
    expect(() => readHistograms(sent, 1)).toThrow(WorkError);
    expect(() => readHistograms(sent, 3)).toThrow(WorkError);
  });
});

describe('windows', () => {
  const side = fc.integer({ min: 1, max: 40 }).map((multiple) => 8 * multiple);

  it('have cores that tile the picture, and their overlap where it goes on', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const tiling = { size: 32, overlap: 16 };
        const windows = windowsOf(width, height, tiling);
        const covered = new Uint8Array((width * height) / 64);
        for (const { core, ...window } of windows) {
          for (let y = core.y; y < core.y + core.height; y += 8) {
            for (let x = core.x; x < core.x + core.width; x += 8) {
              covered[(y * width) / 64 + x / 8]! += 1;
            }
          }
          if (windows.length === 1) continue;
          expect(window.x).toBe(Math.max(0, core.x - 16));
          expect(window.y + window.height).toBe(Math.min(height, core.y + core.height + 16));
        }
        expect(covered.every((times) => times === 1)).toBe(true);
      }),
    );
  });

  it('are cut out and put together again', () => {
    const [width, height, scale] = [200, 136, 4];
    const dims = [1, 2, height / scale, width / scale];
    const data = Float32Array.from({ length: (2 * width * height) / 16 }, (_, i) => i);
    const target = { dims, data: new Float32Array(data.length) };
    for (const window of windowsOf(width, height, { size: 64, overlap: 16 })) {
      pasteCore(target, cutOut({ dims, data }, scale, window), scale, window);
    }
    expect(target.data).toEqual(data);
  });
});

describe('planes', () => {
  it('come back as they were, whatever the range and the padding', () => {
    const image = picture(13, 9);
    for (const range of [
      [0, 1],
      [-1, 1],
      [0, 255],
    ] as const) {
      const padded = { width: paddedSide(13, padding), height: paddedSide(9, padding) };
      expect(padded).toEqual({ width: 24, height: 24 });
      const planes = toPlanes(image, padded, range);
      expect(sameSamples(fromPlanes(planes, image, range), image)).toBe(true);
      expect(planes.data[23 * 24 + 23]).toBe(planes.data[8 * 24 + 12]);
    }
  });

  it('are cut to black and white', () => {
    const data = Float32Array.of(-3, 0.501, 9);
    const { data: samples } = fromPlanes(
      { dims: [1, 3, 1, 1], data },
      { width: 1, height: 1 },
      [0, 1],
    );
    expect([...samples]).toEqual([0, 128, 255]);
  });

  const padding = { multiple: 8, minSide: 20 };
});

describe('container', () => {
  it('gives back what it got, in less than 40 bytes beside the payload', () => {
    const file = {
      model: 'sprig',
      identity: Uint8Array.of(1, 2, 3, 4),
      ...{ width: 6000, height: 40_000, rate: 1000, coder: 'jpegls' },
      arrangement: 'nested' as const,
      distributions: new Uint8Array(),
      payload: new Uint8Array(70_000).fill(9),
    };
    const bytes = writeLearnedFile(file);
    expect(readLearnedFile(bytes)).toEqual(file);
    expect(bytes.length - file.payload.length).toBeLessThan(40);
  });
});
