import { describe, expect, test } from 'vitest';
import { shippedCalibration } from '#src/estimate/calibration/read.js';
import { estimateDefaults } from '#src/estimate/defaults.js';
import { type EstimateOptions, readEstimateOptions } from '#src/estimate/options.js';
import { defaultMaxPixels } from '#src/image/raster.js';

describe('the options of an estimate', () => {
  test('have their defaults', () => {
    expect(readEstimateOptions({})).toMatchObject({
      ...estimateDefaults,
      ...{ calibration: shippedCalibration, plugins: [], maxPixels: defaultMaxPixels },
      lenient: false,
    });
    expect(readEstimateOptions({ maxMemoryBytes: 5e8 }).maxMemoryBytes).toBe(5e8);
  });

  test('that are given are taken', () => {
    const { signal } = new AbortController();
    const given = {
      ...{ estimator: 'bands', seed: 7, sampleWidth: 200, timeBudgetSeconds: 0 },
      signal,
    };
    expect(readEstimateOptions(given)).toMatchObject(given);
  });

  test.each([
    [{ estimator: 'band' }, "unknown estimator 'band'; did you mean bands"],
    [{ estimatr: 'bands' }, "unknown option of estimate 'estimatr'; did you mean estimator"],
    [{ seed: -1 }, 'seed takes a whole number from 0'],
    [{ timeLimitSeconds: 0 }, 'timeLimitSeconds takes a number above 0'],
    [{ timeBudgetSeconds: '1' }, 'timeBudgetSeconds takes a number from 0'],
    [{ sampleWidth: 2 }, 'sampleWidth takes a whole number from 16'],
    [{ maxPixels: -5 }, 'maxPixels takes a number above 0'],
    [{ calibration: '' }, 'calibration takes a file'],
    [7, 'estimate takes an object of options'],
  ])('%j are told', (options, message) => {
    expect(() => readEstimateOptions(options as EstimateOptions)).toThrow(message);
  });
});
