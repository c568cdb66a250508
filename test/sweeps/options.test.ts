import { describe, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { sweepDefaults } from '#src/sweeps/defaults.js';
import { readSweepOptions, type SweepOptions } from '#src/sweeps/options.js';

describe('the options of a sweep', () => {
  test('are full of defaults, but for the codecs, and metrics that depend on what the user has', () => {
    const { metrics, ...filled } = sweepDefaults;
    expect(metrics).toBe('psnr,ssim,lpips-alex');
    expect(readSweepOptions({ codecs: 'jxl' })).toEqual({
      codecs: 'jxl',
      plugins: [],
      metricCommands: [],
      ...filled,
    });
  });

  test('the defaults are those that the documentation names', () => {
    const { jobs, maxPixels, ...rest } = sweepDefaults;
    expect(rest).toEqual({
      ...{ dataset: 'sample', measure: ['rd'], metrics: 'psnr,ssim,lpips-alex', maps: false },
      ...{ out: 'results' },
      ...{ threads: 1, passes: 5, seed: 1, rescore: false, force: false, lenient: false },
      ...{ timeLimitSeconds: 1800, maxFailures: 0.1, maxPixelsPerByte: 128 },
    });
    expect(Math.min(jobs, maxPixels)).toBeGreaterThanOrEqual(1);
  });

  test('lists may be text or arrays', () => {
    const { codecs, metrics } = readSweepOptions({
      codecs: ['jpeg:quality=50', 'avif'],
      metrics: ['psnr', 'ssim'],
    });
    expect({ codecs, metrics }).toEqual({ codecs: 'jpeg:quality=50,avif', metrics: 'psnr,ssim' });
  });

  test.each([
    [{}, 'codecs takes a list such as jpeg,avif:speed=9, as text or as an array, got undefined'],
    [{ codecs: 5 }, 'codecs takes a list such as jpeg,avif:speed=9, as text or as an array, got 5'],
    [{ codecs: 'jxl', limit: 0 }, 'limit takes a whole number from 1, got 0'],
    [{ codecs: 'jxl', limit: 1.5 }, 'limit takes a whole number from 1, got 1.5'],
    [{ codecs: 'jxl', jobs: 0 }, 'jobs takes a whole number from 1, got 0'],
    [{ codecs: 'jxl', threads: 0 }, 'threads takes a whole number from 1, got 0'],
    [{ codecs: 'jxl', maxPixels: 0 }, 'maxPixels takes a whole number from 1, got 0'],
    [
      { codecs: 'jxl', timeLimitSeconds: 2_000_001 },
      'timeLimitSeconds takes a whole number from 1 to 2000000, got 2000001',
    ],
    [{ codecs: 'jxl', timeLimitSeconds: 0 }, /^timeLimitSeconds takes a whole number from 1 to/],
    [{ codecs: 'jxl', seed: -1 }, /^seed takes a whole number from 0 to 2147483648, got -1/],
    [{ codecs: 'jxl', seed: 2 ** 32 }, /^seed takes a whole number from 0 to 2147483648, got 429/],
    [{ codecs: 'jxl', seed: '1' }, "seed takes a whole number from 0 to 2147483648, got '1'"],
    [{ codecs: 'jxl', maxFailures: 1.1 }, 'maxFailures takes a share from 0 to 1, got 1.1'],
    [{ codecs: 'jxl', maxFailures: -0.1 }, 'maxFailures takes a share from 0 to 1, got -0.1'],
    [{ codecs: 'jxl', measure: [] }, 'measure takes some of rd, timing, got []'],
    [{ codecs: 'jxl', measure: ['time'] }, 'measure takes some of rd, timing, got ["time"]'],
    [{ codecs: 'jxl', quality: [] }, 'quality takes an array of numbers, got []'],
    [{ codecs: 'jxl', force: 'yes' }, "force takes true or false, got 'yes'"],
    [{ codecs: 'jxl', out: '' }, "out takes a folder, got ''"],
    [{ codecs: 'jxl', limt: 1 }, /^unknown option of sweep 'limt'; did you mean limit\? known: /],
  ] as [object, string | RegExp][])('%j is refused: %s', (options, message) => {
    const read = () => readSweepOptions(options as SweepOptions);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });

  test('what is refused is told to programs too', () => {
    const read = () => readSweepOptions({ codecs: 'jxl', passes: 0 });
    const error = (() => {
      try {
        return read();
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({
      code: 'wrong-option',
      data: { option: 'passes', expected: 'a whole number from 1', got: 0 },
    });
  });

  test('the bounds themselves are taken', () => {
    const bounds = {
      ...{ limit: 1, seed: 0, maxFailures: 0, passes: 1, timeLimitSeconds: 2_000_000 },
      ...{ jobs: 1, threads: 1, maxPixels: 1 },
    };
    expect(readSweepOptions({ codecs: 'jxl', ...bounds })).toMatchObject(bounds);
    const others = { maxFailures: 1, seed: 2 ** 31, timeLimitSeconds: 1 };
    expect(readSweepOptions({ codecs: 'jxl', ...others })).toMatchObject(others);
  });
});
