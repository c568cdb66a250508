import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { createRaster } from '#src/image/raster.js';
import { metrics } from '#src/metrics/registry.js';
import { bySize, type Candidate } from '#src/optimize/candidate.js';
import { choose, smallestOf, withoutLosers } from '#src/optimize/choose.js';
import type { Source } from '#src/optimize/contract.js';
import { meets, qualityOfJudgement } from '#src/optimize/goal.js';
import { sentAnswer } from '#src/optimize/result.js';
import type { OptimizeTask } from '#src/optimize/task.js';

const metric = await metrics.load('ssimulacra2');

const source = { name: 'a', format: 'jpeg', bytes: new Uint8Array(1000) } as unknown as Source;

const task: OptimizeTask = {
  ...{
    source: 'a',
    name: null,
    formats: [],
    accept: null,
    preset: 'medium',
    goal: null,
    metric: metric.id,
  },
  ...{ maxReduction: null, lossyPng: true, keep: [], maxPixels: 1e6, maxPixelsPerByte: undefined },
};

function file(
  format: Candidate['format'],
  bytes: number,
  value: number | null,
  others: Partial<Candidate> = {},
): Candidate {
  const judgement = { value, isExact: false };
  const made = {
    format,
    method: format,
    knob: 50,
    lossy: true,
    size: bytes,
    bytes: new Uint8Array(bytes),
  };
  return { ...made, judgement, ...others };
}

const chosen = (files: Candidate[], options: Partial<OptimizeTask> = {}) =>
  choose(source, { ...task, ...options }, metric, [
    { candidates: files, failed: [], encodes: files.length },
  ]);

describe('choose', () => {
  test('takes no baseline JPEG where progressive ones are wanted', async () => {
    const raster = createRaster({
      width: 16,
      height: 16,
      channels: 1,
      depth: 8,
      data: new Uint8Array(256),
    });
    const [baseline, progressive] = await Promise.all(
      [false, true].map((on) => encode(raster, `jpeg:progressive=${on}`)),
    );
    const files = [
      file('jpeg', baseline!.bytes.length, 80, { method: 'baseline', bytes: baseline!.bytes }),
      file('jpeg', progressive!.bytes.length, 70, {
        method: 'progressive',
        bytes: progressive!.bytes,
      }),
    ];
    const smaller = files.toSorted((a, b) => a.size - b.size)[0]!;
    expect(chosen(files).method).toBe(smaller.method);
    expect(chosen(files, { progressiveJpeg: true }).method).toBe('progressive');
  });

  test('gives the smallest file, and tells what it saved', () => {
    const answer = chosen([file('jpeg', 700, 80), file('jpeg', 600, 70)]);
    expect(sentAnswer.parse(answer)).toMatchObject({
      ...{ format: 'jpeg', method: 'jpeg', originalBytes: 1000, optimizedBytes: 600 },
      ...{ reductionPercent: 40, alreadyOptimized: false, quality: 50, reached: true, encodes: 2 },
      score: { metric: 'ssimulacra2', version: metric.version, value: 70 },
    });
  });

  test.each([[[]], [[file('jpeg', 1000, 90)]], [[file('jpeg', 2000, 90)]]])(
    'gives the original where nothing is smaller: %#',
    (files) => {
      const answer = chosen(files);
      expect(answer.bytes).toBe(source.bytes);
      expect(answer).toMatchObject({
        ...{ method: 'none', reductionPercent: 0, alreadyOptimized: true, quality: null },
        ...{ optimizedBytes: 1000, score: { value: 100 } },
      });
    },
  );

  test('gives what meets the score, though it is larger than what does not', () => {
    const goal = { score: 80, maxBytes: null };
    const files = [file('jpeg', 700, 81), file('jpeg', 600, 79.9)];
    expect(chosen(files, { goal })).toMatchObject({ optimizedBytes: 700, reached: true });
  });

  test('gives the original, which meets every score, where its format is allowed', () => {
    const goal = { score: 95, maxBytes: null };
    expect(chosen([file('jpeg', 600, 90)], { goal })).toMatchObject({
      method: 'none',
      reached: true,
    });
  });

  test('gives the best there is where the score is out of reach', () => {
    const goal = { score: 95, maxBytes: null };
    const files = [file('webp', 500, 80), file('webp', 800, 90)];
    expect(chosen(files, { goal, formats: ['webp'] })).toMatchObject({
      optimizedBytes: 800,
      reached: false,
    });
  });

  test('gives the best score within the bytes', () => {
    const goal = { score: null, maxBytes: 750 };
    const files = [file('jpeg', 500, 60), file('jpeg', 740, 75), file('webp', 700, 82)];
    expect(chosen(files, { goal, formats: ['jpeg', 'webp'] })).toMatchObject({
      format: 'webp',
      optimizedBytes: 700,
    });
  });

  test('saves no more than is allowed by lossy work, all that is there by lossless', () => {
    const files = [file('jpeg', 500, 60), file('jpeg', 650, 75)];
    expect(chosen(files, { maxReduction: 40 })).toMatchObject({ optimizedBytes: 650 });
    const exact = file('jpeg', 400, 100, { lossy: false });
    expect(chosen([...files, exact], { maxReduction: 40 })).toMatchObject({ optimizedBytes: 400 });
  });

  test('an infinite score is told as null', () => {
    const exact = file('jpeg', 500, Number.POSITIVE_INFINITY);
    expect(chosen([exact]).score).toMatchObject({ value: null });
  });
});

describe('smallestOf', () => {
  const files = [file('jpeg', 700, 80), file('jxl', 600, 85), file('webp', 300, 50)];
  const outcomes = [{ candidates: files, failed: [], encodes: 3 }];
  const score = { score: 75, maxBytes: null };
  test.each([
    [{ goal: score }, undefined, 600],
    [{ goal: score }, 'jpeg', 700],
    [{ goal: score }, 'webp', 1000],
    [{ goal: null }, undefined, 300],
    // Of several within a size the best wins, and not the smallest.
    [{ goal: { score: null, maxBytes: 800 } }, undefined, 1000],
    [{ goal: score, maxReduction: 35 }, undefined, 700],
  ] as const)('%j of %s: %d bytes', (options, format, bytes) => {
    expect(smallestOf(source, { ...task, ...options }, metric, outcomes, format)).toBe(bytes);
  });
});

describe('bySize', () => {
  test('ties go to JPEG XL, AVIF, WebP, then the own format', () => {
    const formats = ['tiff', 'png', 'webp', 'avif', 'jxl'] as const;
    const sorted = formats.map((format) => file(format, 9, 1)).sort(bySize('png'));
    expect(sorted.map(({ format }) => format)).toEqual(['jxl', 'avif', 'webp', 'png', 'tiff']);
    expect([file('jxl', 10, 1), file('tiff', 9, 1)].sort(bySize('png'))[0]!.format).toBe('tiff');
    const exact = { ...file('jpeg', 9, 1), lossy: false };
    expect([file('jpeg', 9, 1), exact].sort(bySize('jpeg'))[0]).toBe(exact);
  });
});

describe('meets', () => {
  test.each([
    [null, 10, 5, true],
    [{ score: 80, maxBytes: null }, 10, 80, true],
    [{ score: 80, maxBytes: null }, 10, 79.99, false],
    [{ score: 80, maxBytes: null }, 10, null, false],
    [{ score: 80, maxBytes: 9 }, 10, 90, false],
    [{ score: null, maxBytes: 10 }, 10, null, true],
  ])('%j: %d bytes of score %j', (goal, bytes, value, is) => {
    expect(meets(metric, goal, file('jpeg', bytes, value))).toBe(is);
  });

  test('an exact file meets every score', () => {
    expect(qualityOfJudgement(metric, { value: 100, isExact: true })).toBe(Infinity);
  });
});

describe('withoutLosers', () => {
  const goal = { score: 75, maxBytes: null };
  const held = (files: Candidate[], options: Partial<OptimizeTask> = {}) =>
    withoutLosers(source, { ...task, goal, ...options }, metric, files)
      .filter(({ bytes }) => bytes !== null)
      .map(({ size }) => size);

  test('holds the smallest that meets the score', () => {
    expect(held([file('jpeg', 700, 80), file('jpeg', 600, 76), file('jpeg', 500, 70)])).toEqual([
      600,
    ]);
  });

  test('holds the best score as long as none meets it', () => {
    expect(held([file('jpeg', 400, 60), file('jpeg', 500, 70), file('jpeg', 2000, 90)])).toEqual([
      500,
    ]);
  });

  test.each([{ goal: null }, { maxReduction: 40 }, { goal: { score: 75, maxBytes: 650 } }])(
    'holds all by %j, by which others may be the answer',
    (options) => {
      expect(held([file('jpeg', 700, 80), file('jpeg', 600, 70)], options)).toEqual([700, 600]);
    },
  );

  test('the answer is the same', () => {
    const files = [file('jpeg', 700, 80), file('jpeg', 600, 76), file('jpeg', 500, 70)];
    const lean = withoutLosers(source, { ...task, goal }, metric, files);
    expect(chosen(lean, { goal })).toEqual(chosen(files, { goal }));
    expect(chosen(lean, { goal }).optimizedBytes).toBe(600);
  });
});
