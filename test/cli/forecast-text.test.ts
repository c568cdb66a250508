import { expect, test } from 'vitest';
import { forecastText } from '#src/cli/forecast-text.js';

const none = {
  ...{ seconds: 0, codecSeconds: 0, metricSeconds: 0, timingSeconds: 0, workers: 1 },
  ...{ jobs: 0, unknownJobs: 0, unknown: [], from: [] },
};

test('says how long, on what grounds, and what is not known', () => {
  const from = [
    { testbed: 'xeon', folder: 'results', isLikeThis: true },
    { testbed: 'm1', folder: 'base', isLikeThis: false },
  ];
  const text = forecastText({
    ...{ seconds: 400, codecSeconds: 500, metricSeconds: 100, timingSeconds: 100, workers: 2 },
    ...{ jobs: 10, unknownJobs: 2, unknown: ['qoi', 'sprig'], from },
  });
  expect(text.split('\n')).toEqual([
    'it takes about 7 min and what is not known: 8 min of codecs and 2 min of metrics, shared by 2 workers; 2 min of timing',
    'codecs by the times of xeon in results (a machine like this one), m1 in base (another machine)',
    'metrics as they were timed just now on a small picture',
    'nothing is known of 2 of 10 jobs (20 %): qoi, sprig',
  ]);
});

test('nothing to do, and nothing known', () => {
  expect(forecastText(none)).toBe('nothing is left to measure');
  expect(forecastText({ ...none, jobs: 3, unknownJobs: 3, unknown: ['qoi'] })).toContain(
    'how long it takes is not known: no times are stored of qoi',
  );
});
