import { nameShortly } from '../base/name-shortly.js';
import type { Forecast } from '../sweeps/forecast.js';

/** How long a sweep will take, for people, what that is based on, and what is not known. */
export function forecastText(forecast: Forecast): string {
  const { seconds, codecSeconds, metricSeconds, timingSeconds, workers } = forecast;
  const { jobs, unknownJobs, unknown, from } = forecast;
  if (jobs === 0) return 'nothing is left to measure';
  const share = `${unknownJobs} of ${jobs} jobs (${((100 * unknownJobs) / jobs).toFixed(0)} %)`;
  if (unknownJobs === jobs && metricSeconds === 0) {
    return `how long it takes is not known: no times are stored of ${nameShortly(unknown)}, nor of another setting of theirs`;
  }
  const parts = [
    ...(codecSeconds > 0 ? [`${duration(codecSeconds)} of codecs`] : []),
    ...(metricSeconds > 0 ? [`${duration(metricSeconds)} of metrics`] : []),
  ];
  const shared = parts.length > 0 ? [`${parts.join(' and ')}, shared by ${workers} workers`] : [];
  const timed = timingSeconds > 0 ? [`${duration(timingSeconds)} of timing`] : [];
  const sources = from.map(
    ({ testbed, folder, isLikeThis }) =>
      `${testbed} in ${folder} (${isLikeThis ? 'a machine like this one' : 'another machine'})`,
  );
  return [
    `it takes about ${duration(seconds)}${unknownJobs > 0 ? ' and what is not known' : ''}: ${[...shared, ...timed].join('; ')}`,
    ...(sources.length > 0 ? [`codecs by the times of ${sources.join(', ')}`] : []),
    ...(metricSeconds > 0 ? ['metrics as they were timed just now on a small picture'] : []),
    ...(unknownJobs > 0 ? [`nothing is known of ${share}: ${nameShortly(unknown)}`] : []),
  ].join('\n');
}

/** `40 s`, `12 min`, `3.5 h`. */
function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
