import type { RdRecord, TimingRecord } from '#src/results/record.js';
import { timingOf } from '../support/records.ts';
import { curveOf } from './site.ts';

/** Times of every record: encode by milliseconds a picture, with stages of a third and the rest. */
export function timesOf(rd: readonly RdRecord[], ms: number, testbed = 'bench'): TimingRecord[] {
  return rd.map(({ codec, spec, settings, knob, engine, image, imageSha256 }, nth) => {
    const encode = [ms / 1000, (ms * 1.02) / 1000, (ms * (1.01 + nth / 1000)) / 1000];
    const record = timingOf({
      ...{ codec, spec, settings, knob, engine, image, imageSha256, encode, testbed },
      decode: encode.map((seconds) => seconds / 2),
    });
    const parts = { entropy: encode.map((s) => s / 3), other: encode.map((s) => (2 * s) / 3) };
    return { ...record, encode: { ...record.encode, stages: parts } };
  });
}

/** Curves from the costliest on, and from the fastest on. */
export const jpeg = curveOf('jpeg');
export const webp = curveOf('webp', { factor: 0.7 });
export const avif = curveOf('avif', { factor: 0.5 });
const slow = curveOf('slow', { factor: 0.9 });
export const rd = [...jpeg, ...webp, ...avif, ...slow];
export const timing = [
  ...timesOf(jpeg, 4),
  ...timesOf(webp, 20),
  ...timesOf(avif, 90),
  ...timesOf(slow, 200),
];
